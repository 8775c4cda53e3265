package dev.assay.metrics.number;

import dev.assay.metrics.MetricException;

/**
 * Describes numbers that each stand for several observations (frequency weights: a weight of 3 is three equal values). Immutable.
 */
public final class WeightedSample {

    private final double[] values;
    private final double[] weights;
    private final double total;

    private WeightedSample(double[] values, double[] weights, double total) {
        this.values = values;
        this.weights = weights;
        this.total = total;
    }

    /**
     * Takes copies of values and weights.
     *
     * @throws MetricException invalid when the lengths differ, a number is not finite or a weight negative; undefined when the
     *     weights sum to 0
     */
    public static WeightedSample of(double[] values, double[] weights) {
        Sums.sameLength(values, weights, "values and weights");
        Sums.finite("values", values);
        Sums.finite("weights", weights);
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] < 0) {
                throw MetricException.invalid("weights[" + i + "]", "is negative");
            }
        }
        double total = Sums.sum(weights.length, i -> weights[i]);
        if (total == 0) {
            throw MetricException.undefined("a weighted mean needs a weight above 0");
        }
        return new WeightedSample(values.clone(), weights.clone(), total);
    }

    /** Σwx / Σw. */
    public double mean() {
        return Sums.sum(values.length, i -> weights[i] * values[i]) / total;
    }

    /** Square root of Σw(x − x̄)² / (Σw − 1); undefined unless the weights sum to more than 1. */
    public double standardDeviation() {
        if (total <= 1) {
            throw MetricException.undefined("a weighted deviation needs weights that sum to more than 1");
        }
        double mean = mean();
        return Math.sqrt(
                Sums.sum(values.length, i -> weights[i] * (values[i] - mean) * (values[i] - mean)) / (total - 1));
    }

    /** Standard error of the weighted mean with Σw observations; undefined where the deviation is. */
    public double standardError() {
        return standardDeviation() / Math.sqrt(total);
    }
}
