package dev.assay.runner.model.chat;

import dev.assay.type.v1.ErrorReason;
import java.time.Duration;
import java.util.Optional;

/**
 * Why an attempt gave no answer.
 *
 * @param reason its class
 * @param message one line for a person; never holds a secret
 * @param httpStatus status of the response; 0 when there was none
 * @param scope how far it reaches
 * @param retryAfter how long the provider asks to wait before the next attempt
 * @param fingerprint equal for failures that are the same to the byte; empty when failures of this kind are never compared
 */
public record Failure(
        ErrorReason reason,
        String message,
        int httpStatus,
        Scope scope,
        Optional<Duration> retryAfter,
        String fingerprint) {

    /** How far a failure reaches. */
    public enum Scope {
        /** Another attempt may succeed. */
        ATTEMPT,
        /** Every attempt for this completion would fail. */
        COMPLETION,
        /** Every completion of the run would fail. */
        RUN
    }

    /** A failure that another attempt may mend. */
    public static Failure transientOne(ErrorReason reason, String message) {
        return new Failure(reason, message, 0, Scope.ATTEMPT, Optional.empty(), "");
    }

    /** A failure that another attempt cannot mend. */
    public static Failure permanent(ErrorReason reason, String message) {
        return new Failure(reason, message, 0, Scope.COMPLETION, Optional.empty(), "");
    }

    /** A failure that would befall every call. */
    public static Failure ofRun(ErrorReason reason, String message, int httpStatus) {
        return new Failure(reason, message, httpStatus, Scope.RUN, Optional.empty(), "");
    }

    /** The same failure, to be tried again not before {@code newRetryAfter}. */
    public Failure with(Optional<Duration> newRetryAfter) {
        return new Failure(reason, message, httpStatus, scope, newRetryAfter, fingerprint);
    }

    /** The same failure reaching further or less far, with another message. */
    public Failure with(Scope newScope, String newMessage) {
        return new Failure(reason, newMessage, httpStatus, newScope, retryAfter, fingerprint);
    }
}
