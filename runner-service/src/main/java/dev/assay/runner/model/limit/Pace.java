package dev.assay.runner.model.limit;

/**
 * How a quota of requests a minute becomes a timeline of slots (a generic cell rate algorithm): evenly spaced, a thousandth slower than
 * the quota so that jitter on the way does not break it, and after a quiet time half a second's worth at once.
 */
final class Pace {

    private static final double MICROS_PER_MINUTE = 60e6;
    private static final double MARGIN = 1.001;
    private static final int BURSTS_PER_MINUTE = 120;

    private Pace() {}

    /** Time between two slots in microseconds. */
    static long intervalMicros(int requestsPerMinute) {
        return (long) Math.ceil(MARGIN * MICROS_PER_MINUTE / requestsPerMinute);
    }

    /** Slots that a quiet time leaves over beyond the next one. */
    static long burst(int requestsPerMinute) {
        return requestsPerMinute / BURSTS_PER_MINUTE;
    }
}
