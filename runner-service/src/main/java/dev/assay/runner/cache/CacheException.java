package dev.assay.runner.cache;

import java.sql.SQLException;

/** The database did not do what it was asked to. */
final class CacheException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CacheException(SQLException cause) {
        super(cause);
    }
}
