package dev.assay.runner.model.provider;

import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.chat.Failure.Scope;
import dev.assay.type.v1.ErrorReason;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Which failure an HTTP response, or the lack of one, is: its reason, how far it reaches, and when to try again. */
final class HttpFailures {

    private static final int EXCERPT_BYTES = 300;

    private HttpFailures() {}

    static Failure of(HttpReply.Broken broken, URI uri) {
        String message = "POST " + uri + ": " + broken.message();
        return switch (broken.kind()) {
            case REFUSED -> Failure.ofRun(ErrorReason.ENDPOINT_REFUSED, message, 0);
            case UNREACHABLE -> Failure.transientOne(ErrorReason.MODEL_UNREACHABLE, message);
            case RESET -> Failure.transientOne(ErrorReason.MODEL_FAILED, message);
            case TIMEOUT -> Failure.transientOne(ErrorReason.MODEL_TIMEOUT, message);
            case TOO_LARGE -> Failure.permanent(ErrorReason.MODEL_ANSWER_TOO_LARGE, message);
        };
    }

    /**
     * The failure of a response whose status is not 200.
     *
     * @param said what the body says, in one line
     */
    static Failure of(HttpReply.Response response, String said) {
        int status = response.status();
        String detail = said;
        String message = "HTTP " + status + (detail.isEmpty() ? "" : ": " + detail);
        if (status == 401 || status == 403) {
            return credentialRefused(status, detail);
        }
        if (status == 402 || status == 429 && isOutOfCredit(response.body())) {
            return Failure.ofRun(
                    ErrorReason.MODEL_REJECTED_REQUEST,
                    "the account at the provider has no credit (" + message + ")",
                    status);
        }
        if (status == 408 || status == 425 || status == 409) {
            return retried(ErrorReason.MODEL_FAILED, message, response, "");
        }
        if (status == 429) {
            return retried(ErrorReason.MODEL_RATE_LIMITED, message, response, "");
        }
        if (status >= 500) {
            // These say "later", not "wrong": being the same each time is what they are like during an outage.
            boolean outage = status == 502 || status == 503 || status == 504 || status == 529;
            return retried(ErrorReason.MODEL_FAILED, message, response, outage ? "" : fingerprint(response));
        }
        if (status >= 300 && status < 400) {
            message += " (redirects are not followed; register the final address)";
        }
        return new Failure(ErrorReason.MODEL_REJECTED_REQUEST, message, status, Scope.COMPLETION, Optional.empty(), "");
    }

    /** OpenAI's word for an account without credit, which comes with the status of a rate limit but does not pass. */
    private static boolean isOutOfCredit(byte[] body) {
        return body.length < 10_000 && new String(body, StandardCharsets.UTF_8).contains("\"insufficient_quota\"");
    }

    /** The provider does not accept the credential. */
    static Failure credentialRefused(int status, String said) {
        return Failure.ofRun(
                ErrorReason.MODEL_UNAUTHENTICATED,
                "the model refused the credential (HTTP " + status + (said.isEmpty() ? "" : ": " + said) + ")",
                status);
    }

    static Failure malformed(HttpReply.Response response, String message) {
        return retried(ErrorReason.MODEL_MALFORMED_ANSWER, message, response, fingerprint(response));
    }

    /** The start of a body, as one line. */
    static String excerpt(byte[] body) {
        return Lines.one(new String(body, 0, Math.min(body.length, EXCERPT_BYTES), StandardCharsets.UTF_8));
    }

    private static Failure retried(
            ErrorReason reason, String message, HttpReply.Response response, String fingerprint) {
        return new Failure(
                reason,
                message,
                response.status(),
                Scope.ATTEMPT,
                RetryAfter.of(response.headers(), Instant.now()),
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
