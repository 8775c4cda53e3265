package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;

/** An error where an answer should have been: in the body of a response with status 200, or within a stream. */
final class ErrorAnswerException extends MalformedAnswerException {

    private static final long serialVersionUID = 1L;

    private final transient JsonNode body;

    ErrorAnswerException(JsonNode body) {
        super("an error with status 200: " + ApiError.message(body));
        this.body = body;
    }

    JsonNode body() {
        return body;
    }
}
