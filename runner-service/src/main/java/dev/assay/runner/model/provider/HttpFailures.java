package dev.assay.runner.model.provider;

import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.chat.Failure.Scope;
import dev.assay.type.v1.ErrorReason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Which failure an HTTP response, or the lack of one, is: its reason, how far it reaches, and when to try again. */
final class HttpFailures {

    private static final int EXCERPT_BYTES = 1_200;

    private HttpFailures() {}

    /** @param call what was called, for the message */
    static Failure of(HttpReply.Broken broken, String call) {
        String message = call + ": " + broken.message();
        return switch (broken.kind()) {
            case REFUSED -> Failure.ofRun(ErrorReason.ENDPOINT_REFUSED, message, 0);
            case UNREACHABLE -> Failure.transientOne(ErrorReason.MODEL_UNREACHABLE, message);
            case UNTRUSTED -> Failure.ofRun(ErrorReason.MODEL_UNREACHABLE, message, 0);
            case RESET -> Failure.transientOne(ErrorReason.MODEL_FAILED, message);
            case TIMEOUT -> Failure.transientOne(ErrorReason.MODEL_TIMEOUT, message);
            case TOO_LARGE -> Failure.permanent(ErrorReason.MODEL_ANSWER_TOO_LARGE, message);
        };
    }

    /**
     * The failure of a response whose status is not 200.
     *
     * @param error what the body says
     */
    static Failure of(HttpReply.Response response, ApiError error) {
        return of(response, response.status(), error, "HTTP " + response.status());
    }

    /**
     * The failure of a response whose body is an error although its status is 200: the one that it would be with its own status.
     */
    static Failure ofErrorAnswer(HttpReply.Response response, ApiError error) {
        boolean known = error.kind() != ApiError.Kind.BY_STATUS || error.status() != 0;
        return known
                ? of(response, error.status(), error, "an error with status 200")
                : malformed(response, "malformed answer: an error with status 200: " + error.message());
    }

    private static Failure of(HttpReply.Response response, int status, ApiError error, String what) {
        String message = what + (error.message().isEmpty() ? "" : ": " + error.message());
        return switch (error.kind()) {
            case CREDENTIAL -> credentialRefused(response, error.message());
            case NO_CREDIT -> outOfCredit(response, message);
            case EVERY_CALL -> Failure.ofRun(ErrorReason.MODEL_REJECTED_REQUEST, message, response.status());
            case WITHHELD ->
                new Failure(
                        ErrorReason.MODEL_CONTENT_FILTERED,
                        message,
                        response.status(),
                        Scope.COMPLETION,
                        Optional.empty(),
                        "");
            case BY_STATUS -> byStatus(response, status, error, message);
        };
    }

    private static Failure byStatus(HttpReply.Response response, int status, ApiError error, String message) {
        if (status == 401 || status == 403) {
            return credentialRefused(response, error.message());
        }
        if (status == 402) {
            return outOfCredit(response, message);
        }
        if (status == 408 || status == 425 || status == 409) {
            return retried(ErrorReason.MODEL_FAILED, message, response, error, "");
        }
        if (status == 429) {
            return retried(ErrorReason.MODEL_RATE_LIMITED, message, response, error, "");
        }
        if (status >= 500) {
            // These say "later", not "wrong": being the same each time is what they are like during an outage.
            boolean outage = status == 502 || status == 503 || status == 504 || status == 529;
            return retried(ErrorReason.MODEL_FAILED, message, response, error, outage ? "" : fingerprint(response));
        }
        String hint = status >= 300 && status < 400 ? " (redirects are not followed; register the final address)" : "";
        return new Failure(
                ErrorReason.MODEL_REJECTED_REQUEST,
                message + hint,
                response.status(),
                Scope.COMPLETION,
                Optional.empty(),
                "");
    }

    private static Failure outOfCredit(HttpReply.Response response, String message) {
        return Failure.ofRun(
                ErrorReason.MODEL_REJECTED_REQUEST,
                "the account at the provider has no credit or quota left (" + message + ")",
                response.status());
    }

    private static Failure credentialRefused(HttpReply.Response response, String said) {
        return Failure.ofRun(
                ErrorReason.MODEL_UNAUTHENTICATED,
                "the model refused the credential (HTTP " + response.status() + (said.isEmpty() ? "" : ": " + said)
                        + ")",
                response.status());
    }

    static Failure malformed(HttpReply.Response response, String message) {
        ApiError none = new ApiError("", ApiError.Kind.BY_STATUS, 0);
        return retried(ErrorReason.MODEL_MALFORMED_ANSWER, message, response, none, fingerprint(response));
    }

    /** The start of a body, as one line. */
    static String excerpt(byte[] body) {
        String start = Lines.one(new String(body, 0, Math.min(body.length, EXCERPT_BYTES), StandardCharsets.UTF_8));
        return body.length > EXCERPT_BYTES && !start.endsWith(Lines.CUT) ? start + Lines.CUT : start;
    }

    /** When to come back is taken from the headers, else from the body. */
    private static Failure retried(
            ErrorReason reason, String message, HttpReply.Response response, ApiError error, String fingerprint) {
        return new Failure(
                reason,
                message,
                response.status(),
                Scope.ATTEMPT,
                RetryAfter.of(response.headers(), Instant.now()).or(error::retryAfter),
                fingerprint);
    }

    private static String fingerprint(HttpReply.Response response) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((byte) (response.status() >> 8));
            digest.update((byte) response.status());
            return HexFormat.of().formatHex(digest.digest(response.body()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
