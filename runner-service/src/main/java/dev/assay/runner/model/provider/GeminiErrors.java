package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.runner.model.provider.ApiError.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Errors of Google's APIs: {@code google.rpc.Status} as JSON, with its details. */
final class GeminiErrors {

    private GeminiErrors() {}

    static ApiError of(JsonNode body) {
        JsonNode error = ApiError.object(body);
        JsonNode details = error.path("details");
        String status = Bodies.text(error, "status");
        Kind kind = Kind.BY_STATUS;
        if (holds(details, "reason", "API_KEY_INVALID")) {
            kind = Kind.CREDENTIAL;
        } else if (status.equals("RESOURCE_EXHAUSTED") && ofTheDay(details)) {
            kind = Kind.NO_CREDIT;
        } else if (status.equals("NOT_FOUND") || status.equals("FAILED_PRECONDITION")) {
            // No such model; or the API is not to be used from this place, or not without billing.
            kind = Kind.EVERY_CALL;
        }
        return new ApiError(ApiError.message(body), kind, ApiError.status(error.path("code")), retryDelay(details));
    }

    private static boolean holds(JsonNode details, String field, String value) {
        for (JsonNode detail : details) {
            if (Bodies.text(detail, field).equals(value)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the quota that is used up is one of the day: the delay that comes with it does not bring it back. */
    private static boolean ofTheDay(JsonNode details) {
        for (JsonNode detail : details) {
            for (JsonNode violation : detail.path("violations")) {
                if (Bodies.text(violation, "quotaId").contains("PerDay")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Optional<Duration> retryDelay(JsonNode details) {
        for (JsonNode detail : details) {
            String delay = Bodies.text(detail, "retryDelay");
            if (delay.matches("[0-9]{1,6}(\\.[0-9]{1,9})?s")) {
                BigDecimal seconds = new BigDecimal(delay.substring(0, delay.length() - 1));
                return Optional.of(Duration.ofNanos(seconds.movePointRight(9).longValue()));
            }
        }
        return Optional.empty();
    }
}
