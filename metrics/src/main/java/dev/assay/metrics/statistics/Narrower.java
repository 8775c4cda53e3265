package dev.assay.metrics.statistics;

/** Compares widths of intervals. */
final class Narrower {

    private Narrower() {}

    /** True when the estimate has an interval, and it is narrower than {@code width}. */
    static boolean than(Estimate estimate, double width) {
        return estimate.hasInterval()
                && estimate.upper().getAsDouble() - estimate.lower().getAsDouble() < width;
    }
}
