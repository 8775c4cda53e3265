package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.runner.model.provider.ApiError.Kind;
import java.util.Locale;

/** Errors of the Anthropic API: an object of type {@code error}, whose own type says the status even where it comes within a stream. */
final class AnthropicErrors {

    private AnthropicErrors() {}

    static ApiError of(JsonNode body) {
        String type = Bodies.text(ApiError.object(body), "type");
        String message = ApiError.message(body);
        int status = switch (type) {
            case "invalid_request_error" -> 400;
            case "authentication_error" -> 401;
            case "billing_error" -> 402;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            case "request_too_large" -> 413;
            case "rate_limit_error" -> 429;
            case "api_error" -> 500;
            case "timeout_error" -> 504;
            case "overloaded_error" -> 529;
            default -> 0;
        };
        return new ApiError(message, kind(type, message), status);
    }

    /** An account without credit is told with status 400 and the type of any bad request: only the words differ. */
    private static Kind kind(String type, String message) {
        if (type.equals("billing_error") || message.toLowerCase(Locale.ROOT).contains("credit balance is too low")) {
            return Kind.NO_CREDIT;
        }
        return type.equals("not_found_error") ? Kind.EVERY_CALL : Kind.BY_STATUS;
    }
}
