package dev.assay.runner.model.provider;

/** A response that does not keep to its protocol; the message says in which way. */
class MalformedAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedAnswerException(String message) {
        super(message);
    }
}
