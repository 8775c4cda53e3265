package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * A quantile, for example the p99 of latencies, with the distribution-free interval between two order statistics: the number of values
 * below the quantile is binomial (David and Nagaraja 2003, Order Statistics, section 7.1). The point estimate interpolates (Hyndman
 * and Fan's type 7). A side is unbounded where there are too few values: an upper bound of the p99 with one-sided 95% needs 299.
 */
public final class Quantile implements Estimator {

    static final String METHOD = "order-statistics";

    private final double[] sorted;
    private final double probability;

    private Quantile(double[] sorted, double probability) {
        this.sorted = sorted;
        this.probability = probability;
    }

    /**
     * Of independent values.
     *
     * @param probability in (0, 1): 0.99 for p99
     */
    public static Quantile of(double[] values, double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw MetricException.invalid("probability", "expected a number in (0, 1), found " + probability);
        }
        double[] sorted = Moments.requireFinite("values", values);
        Arrays.sort(sorted);
        return new Quantile(sorted, probability);
    }

    @Override
    public Estimate at(double level) {
        int n = sorted.length;
        if (n == 0) {
            return Estimate.undefined(level, METHOD, 0, 0, "no items");
        }
        double value = Quantiles.ofSorted(sorted, probability);
        double tail = (1 - level) / 2;
        BinomialDistribution below = BinomialDistribution.of(n, probability);
        // The largest rank that at most `tail` of samples have above the quantile, and the smallest that they have
        // below it.
        int low = below.inverseCumulativeProbability(tail);
        int high = below.inverseSurvivalProbability(tail) + 1;
        double lower = low < 1 ? Double.NaN : Math.min(value, sorted[low - 1]);
        double upper = high > n ? Double.NaN : Math.max(value, sorted[high - 1]);
        return Estimate.of(value, Double.NaN, lower, upper, level, METHOD, n, 0);
    }

    /** At least the number of values that a bound on the threshold's side needs at all. */
    @Override
    public OptionalLong itemsToDecide(double threshold, double confidence, double power) {
        Estimate now = at(2 * confidence - 1);
        if (now.value().isEmpty()) {
            return OptionalLong.empty();
        }
        boolean above = now.value().getAsDouble() > threshold;
        if ((above ? now.lower() : now.upper()).isPresent()) {
            return Estimator.super.itemsToDecide(threshold, confidence, power);
        }
        return Quantiles.ceiling(Math.log(1 - confidence) / Math.log(above ? 1 - probability : probability));
    }
}
