package dev.assay.dataset.ingest;

/** A row that cannot become an example. The import decides whether that is the end. */
final class BadRowException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String column;
    private final String reason;

    /** @param column path of the column at fault, empty when it is the row as a whole */
    BadRowException(String column, String reason) {
        super(column + ": " + reason, null, false, false);
        this.column = column;
        this.reason = reason;
    }

    String column() {
        return column;
    }

    String reason() {
        return reason;
    }
}
