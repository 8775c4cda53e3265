package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;

/**
 * Tests of the hypothesis that k systems are alike, on a table with one row for each item and one column for each system.
 *
 * @param rows all of one length, at least 2 by 2
 */
public record SeveralSystems(double[][] rows) {

    public SeveralSystems {
        if (rows.length < 2 || rows[0].length < 2) {
            throw MetricException.undefined("at least two items and two systems are needed");
        }
        double[][] copy = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            Moments.requireSameLength("rows[" + i + "]", rows[0].length, rows[i].length);
            copy[i] = Moments.requireFinite("rows[" + i + "]", rows[i]);
        }
        rows = copy;
    }

    /** Friedman's test of ranks within items (1937, JASA 32:675), corrected for ties; χ² with k−1 degrees of freedom. */
    public TestResult friedman() {
        double n = rows.length;
        double k = rows[0].length;
        double[] sums = new double[rows[0].length];
        double ties = 0;
        for (double[] row : rows) {
            Ranks ranks = Ranks.of(row);
            ties += ranks.ties();
            for (int j = 0; j < sums.length; j++) {
                sums[j] += ranks.ranks()[j];
            }
        }
        double squares = Arrays.stream(sums).map(sum -> sum * sum).sum();
        double correction = 1 - ties / (n * k * (k * k - 1));
        if (correction <= 0) {
            throw MetricException.undefined("within every item all systems score the same");
        }
        double statistic = (12 / (n * k * (k + 1)) * squares - 3 * n * (k + 1)) / correction;
        return chiSquared(statistic, k - 1);
    }

    /** Kruskal and Wallis's test of ranks over all (1952, JASA 47:583), corrected for ties; ignores that items are paired. */
    public TestResult kruskalWallis() {
        int k = rows[0].length;
        double n = (double) rows.length * k;
        Ranks ranks =
                Ranks.of(Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
        double[] sums = new double[k];
        for (int i = 0; i < n; i++) {
            sums[i % k] += ranks.ranks()[i];
        }
        double squares = Arrays.stream(sums).map(sum -> sum * sum).sum() / rows.length;
        double correction = 1 - ranks.ties() / (n * n * n - n);
        if (correction <= 0) {
            throw MetricException.undefined("all scores are equal");
        }
        return chiSquared((12 / (n * (n + 1)) * squares - 3 * (n + 1)) / correction, k - 1.0);
    }

    /** One-way analysis of variance; ignores that items are paired. */
    public TestResult anova() {
        int k = rows[0].length;
        double total =
                Moments.mean(Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
        double between = 0;
        double within = 0;
        for (int j = 0; j < k; j++) {
            int column = j;
            double[] values =
                    Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
            double mean = Moments.mean(values);
            between += rows.length * (mean - total) * (mean - total);
            within += Moments.variance(values) * (rows.length - 1);
        }
        if (within == 0) {
            throw MetricException.undefined("no system's scores vary");
        }
        double df = (double) rows.length * k - k;
        double f = between / (k - 1) / (within / df);
        return TestResult.of(f, FDistribution.of(k - 1.0, df).survivalProbability(f));
    }

    private static TestResult chiSquared(double statistic, double df) {
        return TestResult.of(statistic, ChiSquaredDistribution.of(df).survivalProbability(Math.max(0, statistic)));
    }
}
