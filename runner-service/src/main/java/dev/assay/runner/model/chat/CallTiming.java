package dev.assay.runner.model.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of a completion went. Each part is measured on its own, so that waiting never counts as the model's latency.
 *
 * @param limited waiting for limits
 * @param backoff waiting between attempts
 * @param failedAttempts attempts that failed
 * @param latency the attempt that gave the answer; null when none did or it is not known
 * @param firstToken the part of {@code latency} until the answer began; null when it was not streamed
 */
public record CallTiming(
        Duration limited,
        Duration backoff,
        Duration failedAttempts,
        @Nullable Duration latency,
        @Nullable Duration firstToken) {

    /** Nothing took any time. */
    public static final CallTiming NONE = new CallTiming(Duration.ZERO, Duration.ZERO, Duration.ZERO, null, null);

    /** An answer that took {@code latency}. */
    public static CallTiming answered(Duration latency) {
        return new CallTiming(Duration.ZERO, Duration.ZERO, Duration.ZERO, latency, null);
    }

    /** A failure that took {@code time}. */
    public static CallTiming failed(Duration time) {
        return new CallTiming(Duration.ZERO, Duration.ZERO, time, null, null);
    }

    /** With the time until the answer began. */
    public CallTiming withFirstToken(Duration time) {
        return new CallTiming(limited, backoff, failedAttempts, latency, time);
    }

    /** With more time spent waiting for limits. */
    public CallTiming plusLimited(Duration time) {
        return new CallTiming(limited.plus(time), backoff, failedAttempts, latency, firstToken);
    }

    /** With more time spent waiting between attempts. */
    public CallTiming plusBackoff(Duration time) {
        return new CallTiming(limited, backoff.plus(time), failedAttempts, latency, firstToken);
    }

    /** This, followed by {@code next}, whose latency holds. */
    public CallTiming then(CallTiming next) {
        return new CallTiming(
                limited.plus(next.limited),
                backoff.plus(next.backoff),
                failedAttempts.plus(next.failedAttempts),
                next.latency,
                next.firstToken);
    }

    /** Time that counts against a completion's total timeout. */
    public Duration counted() {
        return backoff.plus(failedAttempts).plus(latency == null ? Duration.ZERO : latency);
    }
}
