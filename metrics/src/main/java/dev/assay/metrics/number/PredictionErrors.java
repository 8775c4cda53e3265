package dev.assay.metrics.number;

import dev.assay.metrics.MetricException;
import java.util.Arrays;

/**
 * Errors of predicted numbers. In the unit of the target unless said otherwise; definitions as in scikit-learn. Immutable.
 */
public final class PredictionErrors {

    private static final double SMALLEST_TARGET = 0x1p-52;

    private final double[] truth;
    private final double[] error;

    private PredictionErrors(double[] truth, double[] error) {
        this.truth = truth;
        this.error = error;
    }

    /**
     * Takes pairs of a true and a predicted number.
     *
     * @throws MetricException invalid when the lengths differ or a number is not finite, undefined without pairs
     */
    public static PredictionErrors of(double[] truth, double[] predicted) {
        Sums.sameLength(truth, predicted, "truth and predicted");
        Sums.finite("truth", truth);
        Sums.finite("predicted", predicted);
        if (truth.length == 0) {
            throw MetricException.undefined("errors need at least one pair");
        }
        double[] error = new double[truth.length];
        for (int i = 0; i < error.length; i++) {
            error[i] = predicted[i] - truth[i];
        }
        return new PredictionErrors(truth.clone(), error);
    }

    /** Mean absolute error, 0 or more. */
    public double meanAbsolute() {
        return Sums.sum(error.length, i -> Math.abs(error[i])) / error.length;
    }

    /** Mean squared error, in squared units, 0 or more. */
    public double meanSquared() {
        return Sums.sum(error.length, i -> error[i] * error[i]) / error.length;
    }

    /** Square root of the mean squared error, 0 or more. */
    public double rootMeanSquared() {
        return Math.sqrt(meanSquared());
    }

    /** Mean of predicted minus true: the bias, of either sign. */
    public double mean() {
        return Sums.mean(error);
    }

    /** Median absolute error, 0 or more; the mean of the middle two for an even count. */
    public double medianAbsolute() {
        double[] sorted = new double[error.length];
        Arrays.setAll(sorted, i -> Math.abs(error[i]));
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Largest absolute error, 0 or more. */
    public double maximumAbsolute() {
        double largest = 0;
        for (double e : error) {
            largest = Math.max(largest, Math.abs(e));
        }
        return largest;
    }

    /**
     * Mean absolute percentage error, as a fraction, 0 or more: the mean of |error| / max(|true|, 2⁻⁵²), so that a true 0 gives a huge
     * number, as scikit-learn has it, and not an exception; see {@link #hasZeroTarget()}.
     */
    public double meanAbsolutePercentage() {
        return Sums.sum(error.length, i -> Math.abs(error[i]) / Math.max(Math.abs(truth[i]), SMALLEST_TARGET))
                / error.length;
    }

    /** Whether a true number is 0, which makes the percentage error meaningless. */
    public boolean hasZeroTarget() {
        return Arrays.stream(truth).anyMatch(t -> t == 0);
    }

    /**
     * R², at most 1: one minus the squared errors over the squared deviations of the truth. For a constant truth 1 when all
     * predictions are exact, else 0 (scikit-learn's {@code force_finite}). Undefined for fewer than two pairs.
     */
    public double rSquared() {
        if (truth.length < 2) {
            throw MetricException.undefined("R² needs at least two pairs");
        }
        return explained(Sums.sum(error.length, i -> error[i] * error[i]));
    }

    /** As R², but a constant bias costs nothing; at most 1, and defined for one pair. */
    public double explainedVariance() {
        double bias = mean();
        return explained(Sums.sum(error.length, i -> (error[i] - bias) * (error[i] - bias)));
    }

    private double explained(double unexplained) {
        double centre = Sums.mean(truth);
        double total =
                Sums.constant(truth) ? 0 : Sums.sum(truth.length, i -> (truth[i] - centre) * (truth[i] - centre));
        if (total == 0) {
            return unexplained == 0 ? 1 : 0;
        }
        return 1 - unexplained / total;
    }
}
