package dev.assay.metrics.agreement;

import dev.assay.metrics.MetricException;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Agreement of two raters on the same items, from the table of their categories (rows the first rater, columns the second).
 * Coefficients are at most 1, which is perfect; 0 is what chance gives. Immutable.
 */
public final class TwoRaters {

    private final double[][] shares;
    private final double[] first;
    private final double[] second;
    private final double items;

    /**
     * Takes a square table of counts.
     *
     * @throws MetricException when the table is not square, has a negative count, or is empty
     */
    public TwoRaters(long[][] table) {
        int k = table.length;
        double sum = 0;
        for (long[] row : table) {
            if (row.length != k) {
                throw MetricException.invalid("table", "must be square");
            }
            for (long count : row) {
                if (count < 0) {
                    throw MetricException.invalid("table", "counts cannot be negative");
                }
                sum += count;
            }
        }
        if (sum == 0) {
            throw MetricException.undefined("agreement needs at least one item");
        }
        items = sum;
        shares = new double[k][k];
        first = new double[k];
        second = new double[k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                shares[i][j] = table[i][j] / sum;
                first[i] += shares[i][j];
                second[j] += shares[i][j];
            }
        }
    }

    /** How disagreement of weighted kappa grows with the distance of two categories in their order. */
    public enum Weights {
        /** Every disagreement counts the same: Cohen's unweighted kappa. */
        NONE,
        /** |i − j|. */
        LINEAR,
        /** (i − j)². */
        QUADRATIC;

        double of(int i, int j) {
            int distance = Math.abs(i - j);
            return switch (this) {
                case NONE -> distance == 0 ? 0 : 1;
                case LINEAR -> distance;
                case QUADRATIC -> (double) distance * distance;
            };
        }
    }

    /** An interval around a coefficient. */
    public record Interval(double lower, double upper) {}

    /** Share of items on which both agree, 0..1. */
    public double observedAgreement() {
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += shares[i][i];
        }
        return sum;
    }

    /** Share of agreement that independent raters with these marginals would have (Cohen 1960). */
    public double expectedAgreement() {
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }

    /**
     * Cohen's kappa, weighted as asked (Cohen 1960 and 1968): one minus observed over expected disagreement. Undefined when both
     * raters use one and the same category only.
     */
    public double cohenKappa(Weights weights) {
        double observed = 0;
        double expected = 0;
        for (int i = 0; i < shares.length; i++) {
            for (int j = 0; j < shares.length; j++) {
                observed += weights.of(i, j) * shares[i][j];
                expected += weights.of(i, j) * first[i] * second[j];
            }
        }
        if (expected == 0) {
            throw MetricException.undefined("kappa is 0/0 when both raters use one category only");
        }
        return 1 - observed / expected;
    }

    /** Scott's pi (1955): chance from the pooled marginals. Undefined when only one category is used. */
    public double scottPi() {
        double expected = 0;
        for (int i = 0; i < shares.length; i++) {
            double pooled = (first[i] + second[i]) / 2;
            expected += pooled * pooled;
        }
        if (1 - expected < 1e-15) {
            throw MetricException.undefined("Scott's pi is 0/0 when only one category is used");
        }
        return (observedAgreement() - expected) / (1 - expected);
    }

    /** Gwet's AC1 (2008), steady where one category prevails. Undefined with fewer than two categories in the table. */
    public double gwetAc1() {
        int k = atLeastTwo("Gwet's AC1");
        double expected = 0;
        for (int i = 0; i < k; i++) {
            double pooled = (first[i] + second[i]) / 2;
            expected += pooled * (1 - pooled);
        }
        expected /= k - 1;
        return (observedAgreement() - expected) / (1 - expected);
    }

    /** Kappa against uniform chance, (k·p − 1)/(k − 1) (Byrt 1993, Bennett's S). Undefined with fewer than two categories. */
    public double prevalenceAdjustedKappa() {
        int k = atLeastTwo("prevalence-adjusted kappa");
        return (k * observedAgreement() - 1) / (k - 1);
    }

    /**
     * Large-sample standard error of unweighted kappa (Fleiss, Cohen, Everitt 1969). Undefined where kappa is. It is 0 for perfect
     * agreement, which says little about certainty: prefer a bootstrap below a few hundred items.
     */
    public double kappaStandardError() {
        double kappa = cohenKappa(Weights.NONE);
        double expected = expectedAgreement();
        double variance = 0;
        for (int i = 0; i < shares.length; i++) {
            for (int j = 0; j < shares.length; j++) {
                double term = i == j ? 1 - (first[i] + second[i]) * (1 - kappa) : (second[i] + first[j]) * (1 - kappa);
                variance += shares[i][j] * term * term;
            }
        }
        double last = kappa - expected * (1 - kappa);
        variance -= last * last;
        return Math.sqrt(Math.max(0, variance) / items) / (1 - expected);
    }

    /** Normal interval around unweighted kappa, not cut at 1. */
    public Interval kappaInterval(double confidence) {
        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
        double kappa = cohenKappa(Weights.NONE);
        double half = z * kappaStandardError();
        return new Interval(kappa - half, kappa + half);
    }

    private int atLeastTwo(String what) {
        if (shares.length < 2) {
            throw MetricException.undefined(what + " needs at least two categories");
        }
        return shares.length;
    }
}
