package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * What the body of an error says.
 *
 * @param message one line of at most 300 characters
 * @param kind what it is where the status alone does not tell
 * @param status the HTTP status that such an error has by its own word, for one that came with another status; 0 when it does not say
 * @param retryAfter how long the body asks to wait
 */
record ApiError(String message, Kind kind, int status, Optional<Duration> retryAfter) {

    /** Kinds of errors. */
    enum Kind {
        /** As the status says. */
        BY_STATUS,
        /** The credential is refused. */
        CREDENTIAL,
        /** The account has no credit left, or no quota that comes back soon. */
        NO_CREDIT,
        /** Every call would be refused, whatever is asked: there is no such model, or it may not be called from here. */
        EVERY_CALL,
        /** The prompt or the answer was withheld on grounds of content. */
        WITHHELD
    }

    ApiError(String message, Kind kind, int status) {
        this(message, kind, status, Optional.empty());
    }

    /** What can be said of an error in no known form. */
    static ApiError unknown(JsonNode body) {
        return new ApiError(message(body), Kind.BY_STATUS, 0);
    }

    /** The error within its wrapping: {@code error}, the only element of an array, or the body itself. */
    static JsonNode object(JsonNode body) {
        JsonNode one = body.isArray() && body.size() == 1 ? body.get(0) : body;
        return one.path("error").isObject() ? one.path("error") : one;
    }

    /** Whether a body with status 200 is an error; {@code object: error} is the form of older vLLM servers. */
    static boolean isError(JsonNode body) {
        JsonNode one = body.isArray() && body.size() == 1 ? body.get(0) : body;
        return one.hasNonNull("error") || Bodies.text(one, "object").equals("error");
    }

    /** The message of an error, wherever servers are known to put it. */
    static String message(JsonNode body) {
        JsonNode one = body.isArray() && body.size() == 1 ? body.get(0) : body;
        JsonNode error = one.path("error");
        String message = error.isTextual() ? error.textValue() : Bodies.text(error, "message");
        for (String field : new String[] {"message", "detail", "error_description"}) {
            if (message.isEmpty()) {
                message = Bodies.text(one, field);
            }
        }
        if (message.isEmpty()) {
            message = error.isMissingNode() ? one.toString() : error.toString();
        }
        return Lines.one(message);
    }

    /** A whole number between 400 and 599 that a field holds; 0 otherwise. */
    static int status(JsonNode value) {
        int number = value.isInt() ? value.intValue() : value.isTextual() ? digits(value.textValue()) : 0;
        return number >= 400 && number <= 599 ? number : 0;
    }

    private static int digits(String text) {
        return text.matches("[0-9]{3}") ? Integer.parseInt(text) : 0;
    }
}
