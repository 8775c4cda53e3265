package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;

/**
 * The closed range in which every score of a metric lies. An estimator needs it only where all scores are equal: then their spread
 * says nothing, and the range bounds what the next items could change.
 *
 * @param lower smallest possible score; may be {@code -Infinity}
 * @param upper largest possible score; may be {@code Infinity}
 */
public record ScoreRange(double lower, double upper) {

    public static final ScoreRange UNIT = new ScoreRange(0, 1);
    public static final ScoreRange UNKNOWN = new ScoreRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    public ScoreRange {
        if (!(lower < upper)) {
            throw MetricException.invalid("range", "expected lower < upper, found " + lower + " and " + upper);
        }
    }

    /** The range of a difference of two such scores. */
    ScoreRange difference() {
        return new ScoreRange(lower - upper, upper - lower);
    }

    boolean contains(double score) {
        return score >= lower && score <= upper;
    }
}
