package dev.assay.runner.model;

import java.time.Instant;

/**
 * A registered model.
 *
 * @param key number of its row
 * @param project its project
 * @param id the last part of its name
 * @param settings what an administrator set, as in the contract, without output-only fields
 * @param revision changes with each update
 */
public record Model(
        long key,
        String project,
        String id,
        dev.assay.runner.v1.Model settings,
        Instant createTime,
        Instant updateTime,
        long revision) {

    /** Names of models. */
    public static final String PATTERN = "projects/{project}/models/{model}";

    /** Its whole name. */
    public String name() {
        return "projects/" + project + "/models/" + id;
    }

    /** What guards an update against lost writes. */
    public String etag() {
        return "r" + revision;
    }
}
