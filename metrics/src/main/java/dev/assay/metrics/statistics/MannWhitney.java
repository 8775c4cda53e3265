package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/** Mann and Whitney's U test of two independent samples (1947, Ann. Math. Statist. 18:50), corrected for ties. */
public final class MannWhitney {

    private MannWhitney() {}

    /** U of the first sample: the number of pairs in which it is larger, ties half. */
    public static double statistic(double[] a, double[] b) {
        return statistic(a, b, Ranks.of(joined(a, b)));
    }

    /**
     * The normal approximation, two-sided.
     *
     * @param continuity whether U is moved by one half towards its mean
     * @throws MetricException when a sample is empty or all values are equal
     */
    public static TestResult asymptotic(double[] a, double[] b, boolean continuity) {
        Ranks ranks = Ranks.of(joined(a, b));
        double u = statistic(a, b, ranks);
        double product = (double) a.length * b.length;
        double n = a.length + b.length;
        double variance = product / 12 * (n + 1 - ranks.ties() / (n * (n - 1)));
        if (!(variance > 0)) {
            throw MetricException.undefined("all values are equal, so that ranks say nothing");
        }
        double distance = Math.abs(u - product / 2) - (continuity ? 0.5 : 0);
        return TestResult.of(u, 2 * Quantiles.normalCdf(-distance / Math.sqrt(variance)));
    }

    /** The exact two-sided p-value; for samples without ties only. */
    public static TestResult exact(double[] a, double[] b) {
        if (Ranks.of(joined(a, b)).ties() > 0) {
            throw MetricException.undefined("the exact distribution of U needs values without ties");
        }
        double p = MannWhitneyUTest.withDefaults()
                .with(PValueMethod.EXACT)
                .test(a, b)
                .getPValue();
        return TestResult.of(statistic(a, b), p);
    }

    private static double statistic(double[] a, double[] b, Ranks ranks) {
        if (a.length == 0 || b.length == 0) {
            throw MetricException.undefined("both samples need at least one value");
        }
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += ranks.ranks()[i];
        }
        return sum - a.length * (a.length + 1.0) / 2;
    }

    private static double[] joined(double[] a, double[] b) {
        double[] all = new double[a.length + b.length];
        System.arraycopy(Moments.requireFinite("a", a), 0, all, 0, a.length);
        System.arraycopy(Moments.requireFinite("b", b), 0, all, a.length, b.length);
        return all;
    }
}
