package dev.assay.runner.run;

import java.time.Instant;

/**
 * A run.
 *
 * @param key number of its row
 * @param project its project
 * @param id the last part of its name
 * @param specification what was asked for, with the dataset version resolved, the samples counted and the model's snapshot
 * @param traceParent W3C trace context of the call that asked; may be empty
 * @param tally where it stands
 */
public record Run(
        long key,
        String project,
        String id,
        dev.assay.runner.v1.Run specification,
        String traceParent,
        Instant createTime,
        Tally tally) {

    /** Names of runs. */
    public static final String PATTERN = "projects/{project}/runs/{run}";

    /** Its whole name. */
    public String name() {
        return "projects/" + project + "/runs/" + id;
    }
}
