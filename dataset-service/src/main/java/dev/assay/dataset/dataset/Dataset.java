package dev.assay.dataset.dataset;

import dev.assay.kit.name.ResourceName;
import java.time.Instant;
import java.util.Optional;

/**
 * A dataset as it is stored.
 *
 * @param key the table's key; never leaves the service
 * @param project the tenant
 * @param id last part of the name
 * @param description what people wrote about it
 * @param createTime when it was created
 * @param updateTime when its description last changed
 * @param revision changes with each update
 * @param latestVersion id of the version made last; empty before the first
 */
public record Dataset(
        long key,
        String project,
        String id,
        DatasetDescription description,
        Instant createTime,
        Instant updateTime,
        long revision,
        Optional<String> latestVersion) {

    /** Pattern of the name. */
    public static final String PATTERN = "projects/{project}/datasets/{dataset}";

    /** The full name. */
    public String name() {
        return name(project, id);
    }

    /** The full name of the dataset {@code id} of {@code project}. */
    public static String name(String project, String id) {
        return ResourceName.format(PATTERN, project, id);
    }

    /** What guards an update against lost writes. Differs from that of a deleted dataset of the same name. */
    public String etag() {
        return Long.toString(key, 36) + "-" + Long.toString(revision, 36);
    }
}
