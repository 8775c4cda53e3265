package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/** Tests of a 2×2 table [[a, b], [c, d]] of counts. */
public record Contingency(long a, long b, long c, long d) {

    private static final double RELATIVE = 1 + 1e-7;
    private static final long MOST_ITEMS = 5_000_000;

    public Contingency {
        // One by one, so that no sum of them can overflow.
        if (Math.min(Math.min(a, b), Math.min(c, d)) < 0
                || Math.max(Math.max(a, b), Math.max(c, d)) > Integer.MAX_VALUE
                || a + b + c + d > Integer.MAX_VALUE) {
            throw MetricException.invalid("table", "expected counts of at least 0 and together at most 2^31 − 1");
        }
        if (a + b + c + d == 0) {
            throw MetricException.undefined("the table is empty");
        }
    }

    /** Fisher's exact test, two-sided: the probability of all tables with these margins that are not likelier than this one. */
    public double fisher() {
        if (!hasFisher()) {
            throw MetricException.undefined("Fisher's test is for tables of at most " + MOST_ITEMS
                    + " items; chi-squared is exact enough beyond");
        }
        HypergeometricDistribution distribution =
                HypergeometricDistribution.of((int) total(), (int) (a + b), (int) (a + c));
        double observed = distribution.probability((int) a) * RELATIVE;
        double sum = 0;
        for (int k = distribution.getSupportLowerBound(); k <= distribution.getSupportUpperBound(); k++) {
            double p = distribution.probability(k);
            sum += p <= observed ? p : 0;
        }
        return Math.min(1, sum);
    }

    /** True when the table is small enough for {@link #fisher}. */
    public boolean hasFisher() {
        return total() <= MOST_ITEMS;
    }

    /** ad/(bc); infinite when only the denominator is 0, NaN when both are. */
    public double oddsRatio() {
        return (double) a * d / ((double) b * c);
    }

    /**
     * The χ² test of independence.
     *
     * @param yates whether each deviation is reduced by up to one half (Yates 1934)
     * @throws MetricException when a row or a column is empty
     */
    public TestResult chiSquared(boolean yates) {
        double[][] expected = expected();
        double[][] observed = {{a, b}, {c, d}};
        double sum = 0;
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                if (expected[i][j] == 0) {
                    throw MetricException.undefined("a row or a column of the table is empty");
                }
                double deviation = Math.abs(observed[i][j] - expected[i][j]);
                deviation -= yates ? Math.min(0.5, deviation) : 0;
                sum += deviation * deviation / expected[i][j];
            }
        }
        return TestResult.of(sum, ChiSquaredDistribution.of(1).survivalProbability(sum));
    }

    /** Counts under independence. */
    public double[][] expected() {
        double n = total();
        return new double[][] {
            {(a + b) * (double) (a + c) / n, (a + b) * (double) (b + d) / n},
            {(c + d) * (double) (a + c) / n, (c + d) * (double) (b + d) / n}
        };
    }

    /** √(χ²/n), in [0, 1]. */
    public double phi() {
        return Math.sqrt(chiSquared(false).statistic().orElseThrow() / total());
    }

    private long total() {
        return a + b + c + d;
    }
}
