package dev.assay.scoring.evaluation;

import java.sql.SQLException;

/** The database failed; the cause says how. */
final class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseException(SQLException cause) {
        super(cause);
    }
}
