package dev.assay.scoring.suite;

import dev.assay.kit.name.ResourceName;
import java.time.Instant;

/**
 * A suite as it is kept.
 *
 * @param key number of its row
 * @param id the first 32 hex digits of the digest
 * @param digest {@code sha256:} and 64 hex digits over the definition
 * @param source as it was written
 * @param definition canonical JSON
 */
public record StoredSuite(
        long key,
        String project,
        String id,
        String digest,
        String title,
        String source,
        String definition,
        Instant createTime) {

    /** What the name of a suite looks like. */
    public static final String PATTERN = "projects/{project}/suites/{suite}";

    /** The resource name. */
    public String name() {
        return ResourceName.format(PATTERN, project, id);
    }
}
