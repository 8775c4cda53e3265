package dev.assay.metrics.statistics;

import java.util.Arrays;

/**
 * The mean of scores that come in clusters. Its standard error is √(Σ_c(Σ_i(s_ic−s̄))²)/n (Miller 2024, arXiv 2411.00640, equation 4)
 * times √(C/(C−1)); with 30 clusters or more the interval is Student's t with C−1 degrees of freedom. Below that the clusters are
 * resampled (10,000 times, seeded) and the percentiles are taken at Hesterberg's expanded levels Φ(±√(C/(C−1))·t), which undo the
 * narrowness of percentiles in small samples (Hesterberg 2015, The American Statistician 69:371, section 5.3).
 */
public final class ClusteredMean implements Estimator {

    /** From here on the t interval is used. */
    public static final int ENOUGH_CLUSTERS = 30;

    static final String ROBUST = "cluster-robust-t";
    static final String BOOTSTRAP = "cluster-bootstrap";

    private final double mean;
    private final double standardError;
    private final int n;
    private final int clusters;
    private final ScoreRange range;
    private final double[] resampled;

    private ClusteredMean(double[] scores, Clusters clusters, ScoreRange range, long seed) {
        this.n = scores.length;
        this.clusters = clusters.count();
        this.mean = n == 0 ? Double.NaN : Moments.constant(scores) ? scores[0] : Moments.mean(scores);
        this.standardError = n == 0 ? Double.NaN : corrected(scores, mean, clusters);
        this.range = range;
        this.resampled = this.clusters > 1 && this.clusters < ENOUGH_CLUSTERS && standardError > 0
                ? resample(clusters.totals(scores), clusters.sizes(), seed)
                : new double[0];
    }

    /**
     * One score for each item.
     *
     * @param seed of the bootstrap that is used below {@value #ENOUGH_CLUSTERS} clusters
     */
    public static ClusteredMean of(double[] scores, Clusters clusters, ScoreRange range, long seed) {
        double[] checked = Moments.requireFinite("scores", scores);
        Estimators.requireInRange("scores", checked, range);
        clusters.requireItems(checked.length);
        return new ClusteredMean(checked, clusters, range, seed);
    }

    /** √(Σ_c(Σ_i(s_ic−s̄))²)/n, without the small-sample factor. */
    static double standardError(double[] scores, double mean, Clusters clusters) {
        return Math.sqrt(covariance(scores, mean, scores, mean, clusters));
    }

    /** Σ_c(Σ_i(x_ic−x̄))(Σ_i(y_ic−ȳ))/n²: the covariance of two clustered means, without the small-sample factor. */
    static double covariance(double[] x, double meanX, double[] y, double meanY, Clusters clusters) {
        double[] residualsX = residuals(x, meanX, clusters);
        double[] residualsY = residuals(y, meanY, clusters);
        double sum = 0;
        for (int c = 0; c < residualsX.length; c++) {
            sum += residualsX[c] * residualsY[c];
        }
        return sum / x.length / x.length;
    }

    private static double[] residuals(double[] scores, double mean, Clusters clusters) {
        double[] residuals = new double[clusters.count()];
        for (int i = 0; i < scores.length; i++) {
            residuals[clusters.of(i)] += scores[i] - mean;
        }
        return residuals;
    }

    private static double corrected(double[] scores, double mean, Clusters clusters) {
        double c = clusters.count();
        double error = standardError(scores, mean, clusters) * Math.sqrt(c / (c - 1));
        return error < 1e-12 * (1 + Math.abs(mean)) ? 0 : error;
    }

    private static double[] resample(double[] totals, double[] sizes, long seed) {
        double[] means = Bootstrap.resamples(Bootstrap.RESAMPLES, seed, totals.length, draw -> {
            double total = 0;
            double size = 0;
            for (int i = 0; i < totals.length; i++) {
                int cluster = draw.next();
                total += totals[cluster];
                size += sizes[cluster];
            }
            return total / size;
        });
        Arrays.sort(means);
        return means;
    }

    @Override
    public Estimate at(double level) {
        if (n == 0) {
            return Estimate.undefined(level, ROBUST, 0, 0, "no items");
        }
        if (clusters == 1) {
            return Estimate.unbounded(mean, level, ROBUST, n, 1);
        }
        if (standardError == 0) {
            return NoSpread.at(mean, range, clusters, level, n, clusters);
        }
        double t = Quantiles.studentTwoSided(level, clusters - 1);
        if (resampled.length == 0) {
            double half = t * standardError;
            return Estimate.of(mean, standardError, mean - half, mean + half, level, ROBUST, n, clusters);
        }
        double[] bounds = expandedPercentiles(resampled, t, clusters);
        return Estimate.of(
                mean,
                standardError,
                Math.min(mean, bounds[0]),
                Math.max(mean, bounds[1]),
                level,
                BOOTSTRAP,
                n,
                clusters);
    }

    /** Hesterberg's percentiles at Φ(±√(units/(units−1))·t). */
    static double[] expandedPercentiles(double[] sorted, double t, int units) {
        double tail = Quantiles.normalCdf(-t * Math.sqrt(units / (units - 1.0)));
        return new double[] {Quantiles.ofSorted(sorted, tail), Quantiles.ofSorted(sorted, 1 - tail)};
    }
}
