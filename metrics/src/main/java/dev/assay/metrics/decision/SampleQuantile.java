package dev.assay.metrics.decision;

import dev.assay.metrics.statistics.Estimate;
import dev.assay.metrics.statistics.Estimator;
import java.util.Arrays;
import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * A quantile of measures that are not negative, for example the p99 latency, with the distribution-free interval from order statistics:
 * the number of values below the quantile is binomial (David and Nagaraja 2003, Order Statistics, section 7.1). It has no upper bound
 * where the largest value may be below the quantile: p99 at a one-sided 95% needs 299 values. The value interpolates between order
 * statistics (Hyndman and Fan's type 7).
 */
public final class SampleQuantile implements Estimator {

    static final String METHOD = "order-statistics";

    private final double[] sorted;
    private final double probability;

    private SampleQuantile(double[] sorted, double probability) {
        this.sorted = sorted;
        this.probability = probability;
    }

    /**
     * Of values in any one unit.
     *
     * @param values each finite and not negative
     * @param probability in (0, 1): 0.99 for p99
     */
    public static SampleQuantile of(double[] values, double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("probability: expected a number in (0, 1), found " + probability);
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        if (sorted.length > 0 && !(sorted[0] >= 0 && sorted[sorted.length - 1] < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("values: expected finite numbers that are not negative");
        }
        return new SampleQuantile(sorted, probability);
    }

    @Override
    public Estimate at(double level) {
        int n = sorted.length;
        if (n == 0) {
            return Estimate.undefined(level, METHOD, 0, 0, "no items");
        }
        BinomialDistribution below = BinomialDistribution.of(n, probability);
        double tail = (1 - level) / 2;
        int low = below.inverseCumulativeProbability(tail);
        int high = below.inverseCumulativeProbability(1 - tail) + 1;
        double value = value();
        double lower = low == 0 ? 0 : Math.min(value, sorted[low - 1]);
        double upper = high > n ? Double.POSITIVE_INFINITY : Math.max(value, sorted[high - 1]);
        return Estimate.of(value, Double.NaN, lower, upper, level, METHOD, n, 0);
    }

    /** Never fewer items than a bound on the quantile needs: log(1−confidence)/log(q). */
    @Override
    public OptionalLong itemsToDecide(double threshold, double confidence, double power) {
        OptionalLong items = Estimator.super.itemsToDecide(threshold, confidence, power);
        if (sorted.length == 0 || value() > threshold) {
            return items;
        }
        long least = (long) Math.ceil(Math.log(1 - confidence) / Math.log(probability));
        return items.isEmpty() || items.getAsLong() < least ? OptionalLong.of(least) : items;
    }

    private double value() {
        double position = probability * (sorted.length - 1);
        int below = (int) Math.floor(position);
        if (below >= sorted.length - 1) {
            return sorted[sorted.length - 1];
        }
        return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
    }
}
