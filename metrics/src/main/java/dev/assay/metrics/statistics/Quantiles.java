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

    /**
     * Harrell and Davis's quantile (1982, Biometrika 69:635): order statistics weighted by Beta((B+1)p, (B+1)(1−p)). For resamples of
     * a score with few distinct values it does not jump from one value to the next with the seed, as a single order statistic does.
     *
     * @param sorted ascending, not empty
     */
    static double smoothed(double[] sorted, double probability) {
        int n = sorted.length;
        double a = (n + 1) * probability;
        double b = (n + 1) * (1 - probability);
        if (n < 3 || !(a > 0 && b > 0)) {
            return ofSorted(sorted, probability);
        }
        double reach = 6 * Math.sqrt(probability * (1 - probability) / n) + 6.0 / n;
        int from = Math.max(0, (int) Math.floor((probability - reach) * n));
        int to = Math.min(n - 1, (int) Math.ceil((probability + reach) * n));
        double base = sorted[from];
        if (sorted[to] == base) {
            return base;
        }
        BetaDistribution beta = BetaDistribution.of(a, b);
        double start = beta.cumulativeProbability((double) from / n);
        double below = start;
        double sum = 0;
        for (int i = from; i <= to; i++) {
            double upTo = beta.cumulativeProbability((i + 1.0) / n);
            sum += (upTo - below) * (sorted[i] - base);
            below = upTo;
        }
        return base + sum / (below - start);
    }

    /** Rounds up to whole items; empty when there is no such number or it is beyond any data set (10^12). */
    static OptionalLong ceiling(double items) {
        return items >= 0 && items <= 1e12 ? OptionalLong.of((long) Math.ceil(items - 1e-9)) : OptionalLong.empty();
    }
}
