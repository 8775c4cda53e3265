package dev.assay.dataset.ingest;

import dev.assay.dataset.v1.ColumnMapping;

/**
 * What is imported and how.
 *
 * @param project the tenant
 * @param dataset id of the dataset that gets the version
 * @param mapping which column becomes what
 * @param maxBadRowShare largest share of bad rows that is skipped, in [0, 1]
 * @param source the file's name, for messages and lineage; may be empty
 * @param requestId idempotency key, or empty
 * @param requestDigest digest of all the other settings
 */
public record ImportRequest(
        String project,
        String dataset,
        ColumnMapping mapping,
        double maxBadRowShare,
        String source,
        String requestId,
        String requestDigest) {}
