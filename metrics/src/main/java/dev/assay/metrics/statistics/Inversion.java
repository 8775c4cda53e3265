package dev.assay.metrics.statistics;

import java.util.OptionalDouble;

/** Turns intervals into p-values: the p-value is the α whose bound just reaches the threshold. */
final class Inversion {

    private static final int STEPS = 48;

    private Inversion() {}

    static double pValue(Estimator estimator, double threshold, boolean above) {
        Estimate middle = estimator.at(0);
        if (middle.value().isEmpty()) {
            return 1;
        }
        if (!beyond(middle, threshold, above)) {
            // The centre of the interval is on the other side: the p-value is above one half.
            return beyond(middle, threshold, !above) ? 1 - search(estimator, threshold, !above) : 0.5;
        }
        return search(estimator, threshold, above);
    }

    /** Bisects on the logarithm of α in (1e-16, 0.5]. */
    private static double search(Estimator estimator, double threshold, boolean above) {
        double low = Math.log(1e-16);
        double high = Math.log(0.5);
        if (beyond(estimator.at(1 - 2e-16), threshold, above)) {
            return 1e-16;
        }
        for (int i = 0; i < STEPS; i++) {
            double middle = (low + high) / 2;
            if (beyond(estimator.at(1 - 2 * Math.exp(middle)), threshold, above)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Math.exp(high);
    }

    private static boolean beyond(Estimate estimate, double threshold, boolean above) {
        OptionalDouble bound = above ? estimate.lower() : estimate.upper();
        return bound.isPresent() && (above ? bound.getAsDouble() > threshold : bound.getAsDouble() < threshold);
    }
}
