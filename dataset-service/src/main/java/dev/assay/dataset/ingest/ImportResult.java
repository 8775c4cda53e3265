package dev.assay.dataset.ingest;

import java.util.List;

/**
 * The outcome of an import.
 *
 * @param versionId id of the version, new or the one that holds the same examples already
 * @param created whether this import made it
 * @param rowCount rows that were read, blank lines aside
 * @param badRows the first bad rows, at most 1,000
 * @param badRowCount how many bad rows there were
 */
public record ImportResult(String versionId, boolean created, long rowCount, List<BadRow> badRows, long badRowCount) {}
