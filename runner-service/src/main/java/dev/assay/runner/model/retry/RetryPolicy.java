package dev.assay.runner.model.retry;

import java.time.Duration;

/**
 * When to ask again.
 *
 * @param maxAttempts requests for one completion at the most, the first included; ≥ 1
 * @param totalTimeout for all attempts and the waits between them; waits for limits are not counted
 * @param initialBackoff upper bound of the first wait
 * @param maxBackoff upper bound of any wait that the provider did not ask for
 */
public record RetryPolicy(int maxAttempts, Duration totalTimeout, Duration initialBackoff, Duration maxBackoff) {

    /**
     * Upper bound of the wait behind a failed attempt: doubled each time. With full jitter the wait is uniform between zero and this
     * (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
     *
     * @param attempt attempts made so far, ≥ 1
     */
    public Duration backoffBound(int attempt) {
        long nanos = initialBackoff.toNanos();
        long max = maxBackoff.toNanos();
        for (int i = 1; i < attempt && nanos < max; i++) {
            nanos = nanos > Long.MAX_VALUE / 2 ? max : nanos * 2;
        }
        return Duration.ofNanos(Math.min(nanos, max));
    }
}
