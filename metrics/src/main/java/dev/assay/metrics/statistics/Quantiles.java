package dev.assay.metrics.statistics;

import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** Quantiles of distributions and of samples. */
final class Quantiles {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private Quantiles() {}

    static double normal(double probability) {
        return NORMAL.inverseCumulativeProbability(probability);
    }

    static double normalCdf(double x) {
        return NORMAL.cumulativeProbability(x);
    }

    /** The quantile of the two-sided level, for example 1.96 for 0.95. */
    static double normalTwoSided(double level) {
        return -normal((1 - level) / 2);
    }

    static double studentTwoSided(double level, double degreesOfFreedom) {
        if (level == 0) {
            return 0;
        }
        TDistribution t = TDistribution.of(degreesOfFreedom);
        double tail = (1 - level) / 2;
        return -polish(t, tail, t.inverseCumulativeProbability(tail));
    }

    static double beta(double probability, double a, double b) {
        BetaDistribution beta = BetaDistribution.of(a, b);
        return polish(beta, probability, beta.inverseCumulativeProbability(probability));
    }

    /** Two Newton steps, since the library's solver stops at an absolute error of 1e-9. */
    private static double polish(ContinuousDistribution distribution, double probability, double start) {
        double x = start;
        for (int i = 0; i < 2; i++) {
            double density = distribution.density(x);
            double step = (distribution.cumulativeProbability(x) - probability) / density;
            if (!Double.isFinite(step) || Math.abs(step) > 1e-6 * Math.max(1, Math.abs(x))) {
                return x;
            }
            x -= step;
        }
        return x;
    }

    /**
     * The empirical quantile with linear interpolation between order statistics (Hyndman and Fan's type 7, the default of numpy and
     * R).
     *
     * @param sorted ascending, not empty
     */
    static double ofSorted(double[] sorted, double probability) {
        double position = probability * (sorted.length - 1);
        int below = (int) Math.floor(position);
        if (below >= sorted.length - 1) {
            return sorted[sorted.length - 1];
        }
        double fraction = position - below;
        double low = sorted[below];
        double high = sorted[below + 1];
        return fraction == 0 || low == high ? low : low + fraction * (high - low);
    }

    /** Rounds up to whole items; empty when there is no such number or it is beyond any data set (10^12). */
    static OptionalLong ceiling(double items) {
        return items >= 0 && items <= 1e12 ? OptionalLong.of((long) Math.ceil(items - 1e-9)) : OptionalLong.empty();
    }
}
