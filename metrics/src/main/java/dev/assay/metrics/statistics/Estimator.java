package dev.assay.metrics.statistics;

import java.util.OptionalLong;

/**
 * Data that can be estimated at any confidence level. Intervals are equal-tailed, so the one-sided bound of confidence 1−α is the
 * end of the two-sided interval of level 1−2α: that is how a gate asks for its bound.
 */
public interface Estimator {

    /**
     * The estimate with its two-sided interval.
     *
     * @param level in [0, 1)
     */
    Estimate at(double level);

    /**
     * The number of items (in total, not additional) with which a one-sided comparison with {@code threshold} would be decided,
     * should the true value be what it is now: n·((z_c+z_p)/z_c · h/g)², h the distance from the value to its bound on the
     * threshold's side and g that to the threshold (the usual sample-size formula with the observed spread, whatever the interval).
     *
     * @param confidence one-sided, in (0.5, 1)
     * @param power probability of deciding with that many items, in [0.5, 1)
     * @return empty when no number would do (the value is on the threshold) or the data do not tell
     */
    default OptionalLong itemsToDecide(double threshold, double confidence, double power) {
        Estimate now = at(2 * confidence - 1);
        if (now.value().isEmpty()) {
            return OptionalLong.empty();
        }
        double value = now.value().getAsDouble();
        double gap = Math.abs(value - threshold);
        double bound = (value > threshold ? now.lower() : now.upper()).orElse(Double.NaN);
        double z = Quantiles.normal(confidence);
        double factor = (z + Quantiles.normal(power)) / z * Math.abs(value - bound) / gap;
        return Quantiles.ceiling(now.n() * factor * factor);
    }

    /**
     * The one-sided p-value of the hypothesis that the true value is at or below {@code threshold}: the smallest α for which the
     * lower bound of confidence 1−α is above it. Found by inverting {@link #at}.
     *
     * @return in [0, 1]; 1 when the estimate is undefined or unbounded
     */
    default double pValueAbove(double threshold) {
        return Inversion.pValue(this, threshold, true);
    }

    /** The one-sided p-value of the hypothesis that the true value is at or above {@code threshold}; see {@link #pValueAbove}. */
    default double pValueBelow(double threshold) {
        return Inversion.pValue(this, threshold, false);
    }
}
