package dev.assay.metrics.number;

import dev.assay.metrics.MetricException;
import java.util.Arrays;

/**
 * Describes a sample of numbers: moments, order statistics, robust centres. All in the unit of the values unless said otherwise.
 * Immutable; keeps a sorted copy, 16 bytes a value.
 */
public final class Sample {

    private final double[] values;
    private final double[] sorted;
    private final double mean;

    private Sample(double[] values, double[] sorted) {
        this.values = values;
        this.sorted = sorted;
        this.mean = Sums.mean(values);
    }

    /**
     * Takes a copy of the values.
     *
     * @throws MetricException invalid when a value is not finite, undefined without values
     */
    public static Sample of(double[] values) {
        Sums.finite("values", values);
        if (values.length == 0) {
            throw MetricException.undefined("a description needs at least one value");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Sample(values.clone(), sorted);
    }

    public int size() {
        return values.length;
    }

    public double mean() {
        return mean;
    }

    public double minimum() {
        return sorted[0];
    }

    public double maximum() {
        return sorted[sorted.length - 1];
    }

    /** Mean squared deviation, in squared units, 0 or more. */
    public double populationVariance() {
        return moment(2);
    }

    /** Unbiased variance with n − 1, in squared units, 0 or more; undefined for one value. */
    public double variance() {
        if (values.length < 2) {
            throw MetricException.undefined("a sample variance needs at least two values");
        }
        return moment(2) / (values.length - 1) * values.length;
    }

    /** Square root of {@link #variance()}; undefined for one value. */
    public double standardDeviation() {
        return Math.sqrt(variance());
    }

    /** Standard error of the mean, for independent values; undefined for one value. */
    public double standardError() {
        return standardDeviation() / Math.sqrt(values.length);
    }

    /** Skewness m₃/m₂^1.5 without correction for bias, no unit; undefined when all values are equal. */
    public double skewness() {
        return moment(3) / Math.pow(spread("skewness"), 1.5);
    }

    /** Excess kurtosis m₄/m₂² − 3 without correction for bias, no unit, −2 or more; undefined when all values are equal. */
    public double excessKurtosis() {
        double spread = spread("kurtosis");
        return moment(4) / (spread * spread) - 3;
    }

    /** Geometric mean; undefined unless all values are above 0. */
    public double geometricMean() {
        if (sorted[0] <= 0) {
            throw MetricException.undefined("a geometric mean needs values above 0");
        }
        return Math.exp(Sums.sum(values.length, i -> Math.log(values[i])) / values.length);
    }

    /** The quantile with linear interpolation, type 7 of Hyndman and Fan (1996), the default of R and numpy. */
    public double quantile(double p) {
        return interpolated(probability(p) * (sorted.length - 1));
    }

    /** The quantile of type 6, whose expected position is p·(n + 1). */
    public double quantileType6(double p) {
        return interpolated(Math.max(0, Math.min(sorted.length - 1.0, probability(p) * (sorted.length + 1) - 1)));
    }

    /** The smallest value with at least p·n values at or below it (type 1, nearest rank). */
    public double nearestRank(double p) {
        int rank = (int) Math.ceil(probability(p) * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }

    public double median() {
        return quantile(0.5);
    }

    /** Median of the distances from the median, not scaled to a standard deviation. */
    public double medianAbsoluteDeviation() {
        double centre = median();
        double[] distances = new double[sorted.length];
        Arrays.setAll(distances, i -> Math.abs(sorted[i] - centre));
        return of(distances).median();
    }

    /**
     * Mean without the ⌊share·n⌋ smallest and as many largest values.
     *
     * @param share in 0..0.5, excluding 0.5
     */
    public double trimmedMean(double share) {
        if (!(share >= 0 && share < 0.5)) {
            throw MetricException.invalid("share", "must be in 0..0.5");
        }
        int cut = (int) (share * sorted.length);
        return Sums.mean(Arrays.copyOfRange(sorted, cut, sorted.length - cut));
    }

    private double moment(int power) {
        if (Sums.constant(values)) {
            return 0;
        }
        // The reference centres the higher moments on the mean of a plain sum; with a large offset that shows in their
        // last digits.
        double centre = power > 2 ? Arrays.stream(values).reduce(0, Double::sum) / values.length : mean;
        return Sums.sum(values.length, i -> Math.pow(values[i] - centre, power)) / values.length;
    }

    private double spread(String what) {
        double spread = moment(2);
        if (spread == 0) {
            throw MetricException.undefined(what + " is 0/0 when all values are equal");
        }
        return spread;
    }

    private double interpolated(double position) {
        int below = (int) Math.floor(position);
        double share = position - below;
        double low = sorted[below];
        double high = sorted[Math.min(below + 1, sorted.length - 1)];
        return share == 0 ? low : low + share * (high - low);
    }

    private static double probability(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw MetricException.invalid("p", "must be in 0..1");
        }
        return p;
    }
}
