package dev.assay.metrics.statistics;

/**
 * The mean of independent scores with Student's t interval: s̄ ± t·sd/√n with n−1 degrees of freedom. Where all scores are equal the
 * interval comes from the metric's range (see {@link NoSpread}), or is absent if that is unknown. One score has no interval.
 */
public final class Mean implements Estimator {

    static final String METHOD = "student-t";

    private final double mean;
    private final double standardError;
    private final int n;
    private final ScoreRange range;

    private Mean(double[] scores, ScoreRange range) {
        this.n = scores.length;
        this.mean = n == 0 ? Double.NaN : Moments.constant(scores) ? scores[0] : Moments.mean(scores);
        this.standardError = Math.sqrt(Moments.variance(scores) / n);
        this.range = range;
    }

    /** Scores of a metric whose range is not known. */
    public static Mean of(double[] scores) {
        return of(scores, ScoreRange.UNKNOWN);
    }

    /** One score for each item. */
    public static Mean of(double[] scores, ScoreRange range) {
        double[] checked = Moments.requireFinite("scores", scores);
        Estimators.requireInRange("scores", checked, range);
        return new Mean(checked, range);
    }

    /** sd/√n, sd with n−1; NaN for fewer than two scores. */
    double standardError() {
        return standardError;
    }

    @Override
    public Estimate at(double level) {
        if (n == 0) {
            return Estimate.undefined(level, METHOD, 0, 0, "no items");
        }
        if (n == 1) {
            return Estimate.unbounded(mean, level, METHOD, 1, 0);
        }
        if (standardError == 0) {
            return NoSpread.at(mean, range, n, level, n, 0);
        }
        double half = Quantiles.studentTwoSided(level, n - 1) * standardError;
        return Estimate.of(mean, standardError, mean - half, mean + half, level, METHOD, n, 0);
    }
}
