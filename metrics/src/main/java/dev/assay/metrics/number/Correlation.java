package dev.assay.metrics.number;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.ranking.NaturalRanking;

/**
 * Pearson's and Spearman's correlation with p values and intervals. Coefficients are in −1..1; p values are two-sided, of the
 * hypothesis of no correlation. Undefined when a side is constant, has fewer than two rows, or holds a value that is not finite.
 */
public final class Correlation {

    private static final double ROUNDING = 1e-15;

    private Correlation() {}

    /** An interval around a coefficient. */
    public record Interval(double lower, double upper) {}

    /** Pearson's product-moment correlation, centred first and cut to −1..1. */
    public static double pearson(double[] x, double[] y) {
        check(x, y);
        double meanX = Sums.mean(x);
        double meanY = Sums.mean(y);
        // Scaled by the largest deviation, so that squares neither overflow nor vanish.
        double scaleX = largestDeviation(x, meanX);
        double scaleY = largestDeviation(y, meanY);
        if (Sums.constant(x) || Sums.constant(y) || scaleX == 0 || scaleY == 0) {
            throw MetricException.undefined("correlation with a constant is 0/0");
        }
        double xy = Sums.sum(x.length, i -> (x[i] - meanX) / scaleX * ((y[i] - meanY) / scaleY));
        double xx = Sums.sum(x.length, i -> square((x[i] - meanX) / scaleX));
        double yy = Sums.sum(y.length, i -> square((y[i] - meanY) / scaleY));
        return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
    }

    /** Spearman's rank correlation: Pearson's of the ranks, ties sharing their mean rank. */
    public static double spearman(double[] x, double[] y) {
        check(x, y);
        NaturalRanking ranking = new NaturalRanking();
        double rho = pearson(ranking.apply(withoutNegativeZero(x)), ranking.apply(withoutNegativeZero(y)));
        // Of ranks, what is this near to 1 is 1: the next value below is further away than 1 / rows^3.
        return Math.abs(rho) > 1 - ROUNDING && x.length < 10_000 ? Math.signum(rho) : rho;
    }

    /**
     * Two-sided p value of a coefficient by Student's t with n − 2 degrees of freedom: exact for Pearson's with normal data, an
     * approximation for Spearman's.
     *
     * @throws MetricException undefined for fewer than three rows
     */
    public static double studentP(double coefficient, int rows) {
        if (rows < 3) {
            throw MetricException.undefined("the p value of a correlation needs at least three rows");
        }
        double rest = (1 - coefficient) * (1 + coefficient);
        if (rest <= 0) {
            return 0;
        }
        double t = Math.abs(coefficient) * Math.sqrt((rows - 2) / rest);
        return Math.min(1, 2 * TDistribution.of(rows - 2).survivalProbability(t));
    }

    /**
     * Interval of Pearson's correlation through Fisher's z.
     *
     * @throws MetricException undefined for fewer than four rows
     */
    public static Interval fisherInterval(double coefficient, int rows, double confidence) {
        if (rows < 4) {
            throw MetricException.undefined("the interval of a correlation needs at least four rows");
        }
        if (Math.abs(coefficient) == 1) {
            return new Interval(coefficient, coefficient);
        }
        double half =
                NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2) / Math.sqrt(rows - 3);
        double z = 0.5 * (Math.log1p(coefficient) - Math.log1p(-coefficient));
        return new Interval(Math.tanh(z - half), Math.tanh(z + half));
    }

    static void check(double[] x, double[] y) {
        Sums.sameLength(x, y, "x and y");
        if (x.length < 2) {
            throw MetricException.undefined("correlation needs at least two rows");
        }
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i]) || !Double.isFinite(y[i])) {
                throw MetricException.undefined("correlation with a value that is not finite, in row " + i);
            }
        }
    }

    /** −0.0 and 0.0 are the same value, and share a rank. */
    private static double[] withoutNegativeZero(double[] values) {
        return Arrays.stream(values).map(value -> value + 0.0).toArray();
    }

    private static double largestDeviation(double[] values, double mean) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value - mean));
        }
        return largest;
    }

    private static double square(double value) {
        return value * value;
    }
}
