package dev.assay.runner.model.retry;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What completions of one endpoint share about repeated requests. How many it may get: a fifth of the first requests of the last seconds, and a few a second in any case, so that an outage
 * is not answered by a multiple of the load. Who finds nothing left waits. And when it answered last. Safe for use by many threads.
 */
public final class RetryBudget {

    /** Repeated requests for each first one. */
    static final double SHARE = 0.2;

    /** Repeated requests a second that are always allowed. */
    static final double FLOOR_PER_SECOND = 10;

    /** What is not used is kept for about so long. */
    static final Duration MEMORY = Duration.ofSeconds(10);

    private static final double SECOND = 1e9;

    private final LongSupplier clock;
    private final double memory = MEMORY.toNanos();
    private double floor = FLOOR_PER_SECOND * MEMORY.toSeconds();
    private double earned;
    private long last;
    private long lastAnswered;
    private boolean everAnswered;

    /**
     * A budget that is full.
     *
     * @param clock nanoseconds from some time on
     */
    public RetryBudget(LongSupplier clock) {
        this.clock = clock;
        this.last = clock.getAsLong();
    }

    /** The time by the clock. */
    long now() {
        return clock.getAsLong();
    }

    /** A request that took so long was answered now. */
    synchronized void answered(Duration latency) {
        long sent = clock.getAsLong() - latency.toNanos();
        if (!everAnswered || sent - lastAnswered > 0) {
            lastAnswered = sent;
            everAnswered = true;
        }
    }

    /** Whether any request that was sent after {@code time} was answered. */
    synchronized boolean hasAnswered(long time) {
        return everAnswered && lastAnswered - time > 0;
    }

    /** A first request is made. */
    synchronized void earn() {
        pass();
        earned += SHARE;
    }

    /** Takes one repeated request: zero when it may be made, else how long to wait before asking again. */
    synchronized Duration take() {
        pass();
        if (earned >= 1) {
            earned--;
        } else if (floor >= 1) {
            floor--;
        } else {
            return Duration.ofNanos((long) Math.ceil((1 - floor) * SECOND / FLOOR_PER_SECOND));
        }
        return Duration.ZERO;
    }

    private void pass() {
        long now = clock.getAsLong();
        double passed = Math.max(0, now - last);
        last = now;
        floor = Math.min(FLOOR_PER_SECOND * MEMORY.toSeconds(), floor + passed / SECOND * FLOOR_PER_SECOND);
        earned *= Math.exp(-passed / memory);
    }
}
