package dev.assay.dataset.ingest;

import dev.assay.kit.error.AssayException;
import dev.assay.type.v1.ErrorReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The bad rows of one import, and when they are too many. */
final class BadRows {

    private static final int LISTED = 1_000;
    private static final int NAMED = 20;

    private final double maxShare;
    private final List<BadRow> rows = new ArrayList<>();
    private long count;

    /** @param maxShare 0 to refuse the first */
    BadRows(double maxShare) {
        this.maxShare = maxShare;
    }

    /** @throws AssayException INVALID_DATA when none is tolerated */
    void add(BadRow row) {
        count++;
        if (rows.size() < LISTED) {
            rows.add(row);
        }
        if (maxShare == 0) {
            throw invalid(row.toString());
        }
    }

    /** @throws AssayException INVALID_DATA when they are more than the stated share of all rows */
    void check(long rowCount) {
        if (count > 0 && count > maxShare * rowCount) {
            throw invalid(String.format(
                    Locale.ROOT,
                    "%d of %d rows are bad, more than the share of %s that is allowed; the first: %s",
                    count,
                    rowCount,
                    maxShare,
                    rows.getFirst()));
        }
    }

    List<BadRow> rows() {
        return List.copyOf(rows);
    }

    long count() {
        return count;
    }

    private AssayException invalid(String message) {
        AssayException error = new AssayException(ErrorReason.INVALID_DATA, message)
                .metadata("line", Long.toString(rows.getFirst().line()))
                .metadata("column", rows.getFirst().column())
                .metadata("bad_rows", Long.toString(count));
        rows.stream()
                .limit(NAMED)
                .forEach(row -> error.field(
                        row.column().isEmpty() ? "line " + row.line() : "line " + row.line() + ", " + row.column(),
                        row.reason()));
        return error;
    }
}
