package dev.assay.runner.model.limit;

/** The shared limits cannot be reached for now; whoever waits for them tries again. */
public final class LimitUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LimitUnavailableException(Throwable cause) {
        super("the database of limits does not answer", cause);
    }
}
