package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.runner.model.provider.ApiError.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Errors in the form of the OpenAI API, as its reference documents them, and as Azure OpenAI, OpenRouter, vLLM, llama.cpp and Ollama vary
 * them.
 */
final class OpenAiErrors {

    private static final Set<String> NO_CREDIT =
            Set.of("insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "insufficient_credits");
    private static final Set<String> NO_SUCH_MODEL =
            Set.of("model_not_found", "not_found_error", "deploymentnotfound", "notfounderror");
    private static final Set<String> WITHHELD =
            Set.of("content_filter", "content_policy_violation", "responsibleaipolicyviolation");

    /** OpenRouter and Mistral; SGLang and vLLM. */
    private static final Set<String> BROKEN_OFF = Set.of("error", "abort");

    private static final Pattern TRY_AGAIN = Pattern.compile(
            "(?:try again in|retry after) ((?:[0-9]+(?:\\.[0-9]+)?(?:ms|[dhms]))+|[0-9]+(?= seconds?\\b))");

    private OpenAiErrors() {}

    static ApiError of(JsonNode body) {
        JsonNode error = ApiError.object(body);
        String type = word(error, "type");
        String code = word(error, "code");
        String inner = word(error.path("innererror"), "code");
        JsonNode metadata = error.path("metadata");
        Kind kind;
        if (NO_CREDIT.contains(type) || NO_CREDIT.contains(code)) {
            kind = Kind.NO_CREDIT;
        } else if (code.equals("invalid_api_key")) {
            kind = Kind.CREDENTIAL;
        } else if (NO_SUCH_MODEL.contains(type) || NO_SUCH_MODEL.contains(code)) {
            kind = Kind.EVERY_CALL;
        } else if (WITHHELD.contains(code)
                || WITHHELD.contains(inner)
                || metadata.has("flagged_input")
                || metadata.path("reasons").isArray()) {
            kind = Kind.WITHHELD;
        } else {
            kind = Kind.BY_STATUS;
        }
        int status = ApiError.status(error.path("code"));
        String message = ApiError.message(body);
        return new ApiError(message, kind, status == 0 ? status(type, code) : status, retryAfter(message));
    }

    /**
     * Refuses a choice that is none: OpenRouter tells an error of the provider behind it within the choice, and servers end an answer that
     * they break off with a finish reason of its own.
     */
    static void checkChoice(JsonNode choice) throws MalformedAnswerException {
        if (choice.path("error").isObject()) {
            throw new ErrorAnswerException(choice);
        }
        String finishReason = word(choice, "finish_reason");
        if (BROKEN_OFF.contains(finishReason)) {
            throw new MalformedAnswerException("the server broke the answer off (" + finishReason + ")");
        }
    }

    /** What OpenAI, Azure OpenAI and Groq say in the message itself, which is all there is where a gateway drops the header. */
    private static Optional<Duration> retryAfter(String message) {
        Matcher matcher = TRY_AGAIN.matcher(message);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String time = matcher.group(1);
        return RateLimitHeaders.units(Character.isDigit(time.charAt(time.length() - 1)) ? time + "s" : time);
    }

    private static int status(String type, String code) {
        if (code.equals("rate_limit_exceeded")) {
            return 429;
        }
        return switch (type) {
            case "rate_limit_error", "rate_limit_exceeded", "requests", "tokens", "insufficient_quota" -> 429;
            case "server_error", "internal_server_error", "internalservererror", "api_error" -> 500;
            case "overloaded_error", "unavailable_error", "service_unavailable" -> 503;
            case "timeout", "timeout_error" -> 504;
            case "authentication_error" -> 401;
            case "permission_error", "request_forbidden" -> 403;
            case "not_found_error", "notfounderror" -> 404;
            case "invalid_request_error", "badrequesterror", "exceed_context_size_error" -> 400;
            default -> 0;
        };
    }

    private static String word(JsonNode node, String field) {
        return Bodies.text(node, field).toLowerCase(Locale.ROOT);
    }
}
