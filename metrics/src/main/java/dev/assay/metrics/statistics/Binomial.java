package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Exact tests of a share. */
public final class Binomial {

    private static final double RELATIVE = 1 + 1e-7;
    private static final long MOST_ITEMS = 5_000_000;

    private Binomial() {}

    /** The probability of {@code successes} or more of n, were the share {@code p0}. */
    public static double greater(long successes, long n, double p0) {
        return successes == 0 ? 1 : distribution(successes, n, p0).survivalProbability((int) successes - 1);
    }

    /** The probability of {@code successes} or fewer of n, were the share {@code p0}. */
    public static double less(long successes, long n, double p0) {
        return distribution(successes, n, p0).cumulativeProbability((int) successes);
    }

    /** The probability of all outcomes that are not likelier than the observed one. */
    public static double twoSided(long successes, long n, double p0) {
        BinomialDistribution distribution = distribution(successes, n, p0);
        double observed = distribution.probability((int) successes) * RELATIVE;
        double sum = 0;
        for (int k = 0; k <= n; k++) {
            double p = distribution.probability(k);
            sum += p <= observed ? p : 0;
        }
        return Math.min(1, sum);
    }

    private static BinomialDistribution distribution(long successes, long n, double p0) {
        if (successes < 0 || successes > n || n > MOST_ITEMS) {
            throw MetricException.invalid("k", "expected 0 to n, and n at most " + MOST_ITEMS + ", found " + successes);
        }
        if (!(p0 >= 0 && p0 <= 1)) {
            throw MetricException.invalid("p0", "expected a share in [0, 1], found " + p0);
        }
        return BinomialDistribution.of((int) n, p0);
    }
}
