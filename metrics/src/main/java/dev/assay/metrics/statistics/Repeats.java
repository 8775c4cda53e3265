package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;

/**
 * Several samples per item. Repeats are not n: the items' means are estimated, over items, so that
 * Var(s̄) = (Var(x) + E[σ_i²]/K)/n, x the items' true means and σ_i² the variance of item i's samples (Miller 2024, arXiv 2411.00640,
 * section 3.1).
 *
 * @param itemMeans the mean of each item's samples; what to estimate from
 * @param betweenVariance Var(x), the variance that more samples cannot remove; not below 0; NaN for fewer than two items
 * @param withinVariance E[σ_i²], over the items with at least two samples; NaN when there is none
 */
public record Repeats(double[] itemMeans, double betweenVariance, double withinVariance) {

    public Repeats {
        itemMeans = itemMeans.clone();
    }

    @Override
    public double[] itemMeans() {
        return itemMeans.clone();
    }

    /**
     * Decomposes the samples.
     *
     * @param samples one row for each item, not empty; rows may differ in length
     */
    public static Repeats of(double[][] samples) {
        double[] means = new double[samples.length];
        double within = 0;
        double noise = 0;
        int repeated = 0;
        for (int i = 0; i < samples.length; i++) {
            double[] row = Moments.requireFinite("samples[" + i + "]", samples[i]);
            if (row.length == 0) {
                throw MetricException.invalid("samples[" + i + "]", "expected at least one sample");
            }
            means[i] = Moments.mean(row);
            if (row.length > 1) {
                double variance = Moments.variance(row);
                within += variance;
                noise += variance / row.length;
                repeated++;
            }
        }
        double observed = Moments.variance(means);
        double between = repeated == 0 ? observed : Math.max(0, observed - noise / repeated);
        return new Repeats(means, between, repeated == 0 ? Double.NaN : within / repeated);
    }

    /** The variance of the mean of {@code n} items with {@code k} samples each: what a plan of either size would give. */
    public double varianceOfMean(long n, double k) {
        return (betweenVariance + withinVariance / k) / n;
    }
}
