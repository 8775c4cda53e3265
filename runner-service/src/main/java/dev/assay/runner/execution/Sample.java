package dev.assay.runner.execution;

import java.util.Collection;

/**
 * Mean and spread of some of many.
 *
 * @param count how many were looked at
 * @param mean of these
 * @param error standard error of the mean as that of all; 0 when all were looked at
 */
record Sample(int count, double mean, double error) {

    /** Nothing is known. */
    static final Sample NONE = new Sample(0, 0, 0);

    /**
     * Of {@code all} values, these.
     *
     * @param all at least as many as there are values; a large number when it is not known
     */
    static Sample of(Collection<? extends Number> values, long all) {
        int n = values.size();
        if (n == 0) {
            return NONE;
        }
        double mean = values.stream().mapToDouble(Number::doubleValue).average().orElse(0);
        double squares = values.stream()
                .mapToDouble(value -> (value.doubleValue() - mean) * (value.doubleValue() - mean))
                .sum();
        double variance = n > 1 ? squares / (n - 1) : mean * mean;
        double rest = all <= n ? 0 : 1 - (double) n / all;
        return new Sample(n, mean, Math.sqrt(variance / n * rest));
    }

    /** What is not surprising: three standard errors, and a share of the mean on top for what differs from run to run. */
    Range range(double share) {
        double away = 3 * error + share * mean;
        return new Range(Math.max(0, mean - away), mean, mean + away);
    }

    /** A range of a quantity, in its unit. */
    record Range(double low, double expected, double high) {

        Range times(double factor) {
            return new Range(low * factor, expected * factor, high * factor);
        }

        /** The quotient; the other one's largest value belongs to the smallest. */
        Range by(Range other) {
            return new Range(low / other.high, expected / other.expected, high / other.low);
        }

        Range plus(Range other) {
            return new Range(low + other.low, expected + other.expected, high + other.high);
        }

        Range max(Range other) {
            return new Range(Math.max(low, other.low), Math.max(expected, other.expected), Math.max(high, other.high));
        }

        Range atLeast(double least) {
            return new Range(Math.max(low, least), Math.max(expected, least), Math.max(high, least));
        }

        Range atMost(double most) {
            return new Range(Math.min(low, most), Math.min(expected, most), Math.min(high, most));
        }
    }
}
