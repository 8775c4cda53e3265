package dev.assay.testing.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The errors of the OpenAI API, with the status, {@code type}, {@code param} and {@code code} that its reference documents; the messages are
 * worded alike. See <a href="https://platform.openai.com/docs/guides/error-codes">the list of error codes</a>.
 */
public final class ApiErrors {
    private ApiErrors() {}

    /** 401: the key is wrong. Like the real one, it quotes the ends of the key. */
    public static Reply wrongKey(String key) {
        String shown = key.length() < 8 ? "***" : key.substring(0, 3) + "***" + key.substring(key.length() - 4);
        return error(401, "Incorrect API key provided: " + shown, "invalid_request_error", null, "invalid_api_key");
    }

    /** 403: the key may not do that. */
    public static Reply forbidden() {
        return error(
                403,
                "This key may not be used from here",
                "request_forbidden",
                null,
                "unsupported_country_region_territory");
    }

    /** 400: something is wrong with the request. */
    public static Reply invalidRequest(String message) {
        return error(400, message, "invalid_request_error", null, null);
    }

    /** 400: the prompt is longer than the model's window. */
    public static Reply contextLength(int limit, int sent) {
        return error(
                400,
                "The maximum context length is " + limit + " tokens, and the messages have " + sent,
                "invalid_request_error",
                "messages",
                "context_length_exceeded");
    }

    /** 404: there is no such model. */
    public static Reply unknownModel(String model) {
        return error(404, "There is no model '" + model + "'", "invalid_request_error", null, "model_not_found");
    }

    /** 429 without a word on when to come back. */
    public static Reply rateLimit() {
        return error(429, "Rate limit reached on requests per minute", "requests", null, "rate_limit_exceeded");
    }

    /** 429 with {@code Retry-After} in whole seconds. */
    public static Reply rateLimitForSeconds(long seconds) {
        return rateLimit().withHeader("Retry-After", Long.toString(seconds));
    }

    /** 429 with {@code Retry-After} as an HTTP date, which has whole seconds. */
    public static Reply rateLimitUntil(Instant instant) {
        return rateLimit()
                .withHeader(
                        "Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC)));
    }

    /** 429 with {@code retry-after-ms}, and the rounded {@code Retry-After} that comes with it. */
    public static Reply rateLimitFor(Duration pause) {
        return rateLimit()
                .withHeader("retry-after-ms", Long.toString(pause.toMillis()))
                .withHeader("Retry-After", Long.toString(pause.plusMillis(999).toSeconds()));
    }

    /** 429 that no waiting helps: the money is gone. */
    public static Reply outOfMoney() {
        return error(
                429,
                "The current quota is exceeded, check plan and billing",
                "insufficient_quota",
                null,
                "insufficient_quota");
    }

    /** 500. */
    public static Reply serverError() {
        return error(500, "The server had an error while processing the request", "server_error", null, null);
    }

    /** 503. */
    public static Reply overloaded() {
        return error(503, "The engine is overloaded, try again later", "service_unavailable", null, null);
    }

    /** Status 200, and an error in the body instead of an answer. */
    public static Reply inASuccess() {
        return error(200, "The upstream provider failed", "server_error", null, "upstream_error");
    }

    /** Any other. */
    public static Reply error(int status, String message, String type, @Nullable String param, @Nullable String code) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("message", message).put("type", type).put("param", param).put("code", code);
        return Reply.raw(
                status,
                JsonNodeFactory.instance.objectNode().set("error", error).toString());
    }
}
