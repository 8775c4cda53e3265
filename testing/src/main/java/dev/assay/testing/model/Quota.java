package dev.assay.testing.model;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * At most so many accepted requests in any window of time, wherever one puts it: the strictest reading of "requests per minute", which a burst
 * at the turn of two minutes breaks. Rejected requests do not count.
 */
final class Quota {
    private final int requests;
    private final long windowNanos;
    private final Deque<Long> accepted = new ArrayDeque<>();

    Quota(int requests, Duration window) {
        if (requests < 1 || window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("a quota needs requests and a window: " + requests + ", " + window);
        }
        this.requests = requests;
        this.windowNanos = window.toNanos();
    }

    /** Accepts the request (empty), or says after how many nanoseconds the next one is accepted. */
    synchronized OptionalLong take(long now) {
        while (!accepted.isEmpty() && now - accepted.getFirst() >= windowNanos) {
            accepted.removeFirst();
        }
        if (accepted.size() < requests) {
            accepted.addLast(now);
            return OptionalLong.empty();
        }
        return OptionalLong.of(windowNanos - (now - accepted.getFirst()));
    }

    /** The same with nothing taken yet. */
    Quota fresh() {
        return new Quota(requests, Duration.ofNanos(windowNanos));
    }

    int limit() {
        return requests;
    }

    synchronized int remaining() {
        return requests - accepted.size();
    }
}
