package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * McNemar's test on the discordant pairs of two pass/fail scores on the same items (McNemar 1947, Psychometrika 12:153; mid-p:
 * Fagerland, Lydersen and Laake 2013, BMC Med. Res. Methodol. 13:91).
 *
 * @param first items that only the first (the candidate) passes
 * @param second items that only the second (the baseline) passes
 */
public record McNemar(long first, long second) {

    public McNemar {
        if (first < 0 || second < 0 || first + second > Integer.MAX_VALUE) {
            throw MetricException.invalid("discordant pairs", "expected counts, found " + first + " and " + second);
        }
    }

    /** Exact two-sided p-value, in (0, 1]; 1 without discordant pairs. */
    public double exact() {
        return Math.min(1, 2 * lowerTail(Math.min(first, second)));
    }

    /** Exact two-sided p-value less the probability of the observed split; 1 without discordant pairs or with as many on each side. */
    public double midP() {
        if (first == second) {
            return 1;
        }
        long smaller = Math.min(first, second);
        return 2 * lowerTail(smaller) - binomial().probability((int) smaller);
    }

    /** Exact one-sided p-value of the hypothesis that the first is not better, in (0, 1]. */
    public double firstIsBetter() {
        return lowerTail(second);
    }

    /** The χ² approximation (b−c)²/(b+c). */
    public TestResult chiSquared() {
        return chiSquared(Math.abs(first - second));
    }

    /**
     * With the continuity correction (|b−c|−1)²/(b+c) (Edwards 1948, Psychometrika 13:185), literally: where b = c it is 1/(b+c) and
     * not the 0 to which some libraries change it.
     */
    public TestResult chiSquaredCorrected() {
        return chiSquared(Math.abs(first - second) - 1);
    }

    private TestResult chiSquared(long difference) {
        if (first + second == 0) {
            return TestResult.undefined("no discordant pairs");
        }
        double statistic = (double) difference * difference / (first + second);
        return TestResult.of(statistic, ChiSquaredDistribution.of(1).survivalProbability(statistic));
    }

    private double lowerTail(long count) {
        return first + second == 0 ? 1 : binomial().cumulativeProbability((int) count);
    }

    private BinomialDistribution binomial() {
        return BinomialDistribution.of((int) (first + second), 0.5);
    }
}
