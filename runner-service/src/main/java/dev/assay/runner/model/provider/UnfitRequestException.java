package dev.assay.runner.model.provider;

/** A request that cannot be said in a protocol; the message says why. Nothing is sent. */
final class UnfitRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    UnfitRequestException(String message) {
        super(message);
    }
}
