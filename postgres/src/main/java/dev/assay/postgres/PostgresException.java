package dev.assay.postgres;

import org.jspecify.annotations.Nullable;

/** Why there is no server, in words for the person who can change that. The message stands on its own; the reason is for programs. */
public final class PostgresException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of obstacle it was. */
    public enum Reason {
        /** The data folder or the cache folder cannot be made or written. */
        FOLDER_NOT_WRITABLE,
        /** Another process owns the server of this data folder. */
        FOLDER_IN_USE,
        /** The data folder's content is of another version, or incomplete. */
        FOLDER_UNUSABLE,
        /** There is no room on the disk. */
        DISK_FULL,
        /** The port that was asked for by number belongs to somebody else. */
        PORT_IN_USE,
        /** PostgreSQL refuses to run as root, and this system offers no way to give root up. */
        ROOT_REFUSED,
        /** There are no binaries for this operating system or processor on the class path. */
        UNSUPPORTED_PLATFORM,
        /** The server stopped by itself, or did not answer in time. */
        DID_NOT_START,
        /** The server did not stop in time. */
        DID_NOT_STOP,
        /** The running server answered a statement with an error. */
        STATEMENT_FAILED
    }

    private final Reason reason;

    PostgresException(Reason reason, String message) {
        this(reason, message, null);
    }

    PostgresException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The kind of obstacle. */
    public Reason reason() {
        return reason;
    }
}
