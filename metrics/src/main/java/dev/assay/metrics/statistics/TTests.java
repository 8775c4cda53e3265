package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import org.apache.commons.statistics.distribution.TDistribution;

/** Student's and Welch's t tests of two samples (Welch 1947, Biometrika 34:28) with effect sizes. */
public final class TTests {

    private TTests() {}

    /**
     * A t test.
     *
     * @param statistic t
     * @param degreesOfFreedom fractional for Welch's
     * @param twoSided p-value
     * @param greater p-value of the hypothesis that the first mean is not greater
     * @param difference of the means, first − second
     * @param standardError of the difference
     */
    public record Result(
            double statistic,
            double degreesOfFreedom,
            double twoSided,
            double greater,
            double difference,
            double standardError) {

        static Result of(double difference, double standardError, double degreesOfFreedom) {
            if (!(standardError > 0)) {
                throw MetricException.undefined("the values do not vary, so that there is no t statistic");
            }
            if (!Double.isFinite(standardError) || !Double.isFinite(difference)) {
                throw MetricException.undefined("the values are too large for a t statistic");
            }
            double t = difference / standardError;
            TDistribution distribution = TDistribution.of(degreesOfFreedom);
            double greater = distribution.survivalProbability(t);
            double twoSided = Math.min(1, 2 * distribution.survivalProbability(Math.abs(t)));
            return new Result(t, degreesOfFreedom, twoSided, greater, difference, standardError);
        }

        /** Lower and upper limit of the difference, two-sided. */
        public double[] interval(double level) {
            double half = Quantiles.studentTwoSided(level, degreesOfFreedom) * standardError;
            return new double[] {difference - half, difference + half};
        }
    }

    /** Unequal variances. */
    public static Result welch(double[] a, double[] b) {
        requireTwo("a", a);
        requireTwo("b", b);
        double va = Moments.variance(a) / a.length;
        double vb = Moments.variance(b) / b.length;
        double share = va / (va + vb);
        double df = 1 / (share * share / (a.length - 1) + (1 - share) * (1 - share) / (b.length - 1));
        return Result.of(Moments.mean(a) - Moments.mean(b), Math.sqrt(va + vb), df);
    }

    /** Equal variances, pooled. */
    public static Result student(double[] a, double[] b) {
        requireTwo("a", a);
        requireTwo("b", b);
        double error = pooledDeviation(a, b) * Math.sqrt(1.0 / a.length + 1.0 / b.length);
        return Result.of(Moments.mean(a) - Moments.mean(b), error, a.length + b.length - 2.0);
    }

    /** Pairs by position. */
    public static Result paired(double[] a, double[] b) {
        Moments.requireSameLength("b", a.length, b.length);
        return oneSample(Moments.minus(a, b));
    }

    /** Of the hypothesis that the mean is 0. */
    public static Result oneSample(double[] values) {
        requireTwo("values", values);
        double error = Math.sqrt(Moments.variance(values) / values.length);
        return Result.of(Moments.mean(values), error, values.length - 1.0);
    }

    /** Cohen's d: difference of the means over the pooled standard deviation. */
    public static double cohensD(double[] a, double[] b) {
        double deviation = pooledDeviation(a, b);
        if (!(deviation > 0)) {
            throw MetricException.undefined("the values do not vary, so that there is no standardised difference");
        }
        return (Moments.mean(a) - Moments.mean(b)) / deviation;
    }

    /** What Cohen's d is multiplied with for Hedges' g: 1 − 3/(4(n₁+n₂)−9). */
    public static double hedgesFactor(int first, int second) {
        return 1 - 3 / (4.0 * (first + second) - 9);
    }

    /** Cliff's delta: the share of pairs in which a is larger, less the share in which b is; in [−1, 1]. */
    public static double cliffsDelta(double[] a, double[] b) {
        return 2 * MannWhitney.statistic(a, b) / ((double) a.length * b.length) - 1;
    }

    private static double pooledDeviation(double[] a, double[] b) {
        double sum = Moments.variance(a) * (a.length - 1) + Moments.variance(b) * (b.length - 1);
        return Math.sqrt(sum / (a.length + b.length - 2));
    }

    private static void requireTwo(String field, double[] values) {
        Moments.requireFinite(field, values);
        if (values.length < 2) {
            throw MetricException.undefined(field + ": at least two values are needed, found " + values.length);
        }
    }
}
