package dev.assay.metrics.statistics;

import java.util.Arrays;
import java.util.Optional;

/**
 * The relative change mean(candidate)/mean(baseline) − 1 over the same items, as a fraction (0.05 is 5% of the baseline). The
 * interval is Fieller's (1954, JRSS B 16:175), which inverts the paired t test of mean(candidate − ρ·baseline) = 0, with clustered
 * covariances where there are clusters; below 30 clusters the clusters are resampled. That of two pass/fail scores without clusters is
 * Nam and Blackwelder's score interval (2002, Statistics in Medicine 21:689), which has a width even where no pair is discordant. The
 * standard error is the delta method's.
 * Undefined unless the baseline's mean is positive; unbounded where the baseline may be zero.
 */
public final class RelativeChange implements Estimator {

    static final String FIELLER = "fieller";
    static final String SCORE = "nam-blackwelder-score";
    static final String CLUSTERED = "fieller-cluster-robust";

    private final double[] baseline;
    private final PairedDifference difference;
    private final Estimator baselineMean;
    private final int clusters;
    private final double meanBaseline;
    private final double meanCandidate;
    private final double varianceBaseline;
    private final double varianceCandidate;
    private final double covariance;
    private final double[] resampled;

    private RelativeChange(
            double[] baseline, double[] candidate, ScoreRange range, Optional<Clusters> given, long seed) {
        Optional<Clusters> clusters = given.filter(c -> c.count() < baseline.length);
        this.baseline = baseline;
        this.difference = PairedDifference.of(baseline, candidate, range, clusters, seed);
        this.baselineMean = Estimators.mean(baseline, range, clusters, seed);
        this.clusters = clusters.map(Clusters::count).orElse(0);
        int n = baseline.length;
        this.meanBaseline = n == 0 ? 0 : Moments.mean(baseline);
        this.meanCandidate = n == 0 ? 0 : Moments.mean(candidate);
        if (clusters.isPresent()) {
            double c = this.clusters;
            double factor = c / (c - 1);
            Clusters by = clusters.get();
            this.varianceBaseline =
                    factor * ClusteredMean.covariance(baseline, meanBaseline, baseline, meanBaseline, by);
            this.varianceCandidate =
                    factor * ClusteredMean.covariance(candidate, meanCandidate, candidate, meanCandidate, by);
            this.covariance = factor * ClusteredMean.covariance(baseline, meanBaseline, candidate, meanCandidate, by);
        } else {
            this.varianceBaseline = Moments.covariance(baseline, baseline) / n;
            this.varianceCandidate = Moments.covariance(candidate, candidate) / n;
            this.covariance = Moments.covariance(baseline, candidate) / n;
        }
        boolean resample = this.clusters > 1 && this.clusters < ClusteredMean.ENOUGH_CLUSTERS && meanBaseline > 0;
        this.resampled = resample ? resample(baseline, candidate, clusters.get(), seed) : new double[0];
    }

    /** Pairs by position; see {@link PairedDifference#of}. */
    public static RelativeChange of(
            double[] baseline, double[] candidate, ScoreRange range, Optional<Clusters> clusters, long seed) {
        Moments.requireSameLength("candidate", baseline.length, candidate.length);
        return new RelativeChange(
                Moments.requireFinite("baseline", baseline),
                Moments.requireFinite("candidate", candidate),
                range,
                clusters,
                seed);
    }

    /** Without clusters. */
    public static RelativeChange of(double[] baseline, double[] candidate, ScoreRange range) {
        return of(baseline, candidate, range, Optional.empty(), 0);
    }

    @Override
    public Estimate at(double level) {
        int n = baseline.length;
        String method = clusters > 0 ? CLUSTERED : FIELLER;
        if (n == 0) {
            return Estimate.undefined(level, method, 0, clusters, "no items");
        }
        if (!(meanBaseline > 0)) {
            return Estimate.undefined(
                    level, method, n, clusters, "a relative change needs a baseline with a positive mean");
        }
        double ratio = meanCandidate / meanBaseline;
        if (n == 1 || clusters == 1) {
            return Estimate.unbounded(ratio - 1, level, method, n, clusters);
        }
        double contrast = varianceCandidate - 2 * ratio * covariance + ratio * ratio * varianceBaseline;
        if (difference.binary()) {
            double both = Math.rint(meanBaseline * n) - difference.losses();
            double[] bounds = PairedRatio.interval(both, difference.wins(), difference.losses(), level);
            double lower = Math.min(ratio, bounds[0]) - 1;
            double upper = Math.max(ratio, bounds[1]) - 1;
            double error = Math.sqrt(Math.max(0, contrast)) / meanBaseline;
            return Estimate.of(ratio - 1, error, lower, upper, level, SCORE, n, 0);
        }
        if (contrast <= 1e-20 * (varianceCandidate + ratio * ratio * varianceBaseline + Double.MIN_NORMAL)) {
            return withoutSpread(ratio - 1, level, method);
        }
        double error = Math.sqrt(contrast) / meanBaseline;
        double t = Quantiles.studentTwoSided(level, (clusters > 0 ? clusters : n) - 1);
        if (resampled.length > 0) {
            double[] bounds = ClusteredMean.expandedPercentiles(resampled, t, clusters);
            double lower = Math.min(ratio, bounds[0]) - 1;
            double upper = Math.max(ratio, bounds[1]) - 1;
            return Estimate.of(ratio - 1, error, lower, upper, level, ClusteredMean.BOOTSTRAP, n, clusters);
        }
        double a = meanBaseline * meanBaseline - t * t * varianceBaseline;
        if (a <= 0) {
            return Estimate.of(ratio - 1, error, Double.NaN, Double.NaN, level, method, n, clusters);
        }
        double b = meanBaseline * meanCandidate - t * t * covariance;
        double c = meanCandidate * meanCandidate - t * t * varianceCandidate;
        double root = Math.sqrt(Math.max(0, b * b - a * c));
        double lower = Math.min(ratio, (b - root) / a) - 1;
        double upper = Math.max(ratio, (b + root) / a) - 1;
        return Estimate.of(ratio - 1, error, lower, upper, level, method, n, clusters);
    }

    /** Candidate proportional to baseline: the bounds of the difference over the least baseline that its own interval allows. */
    private Estimate withoutSpread(double value, double level, String method) {
        Estimate absolute = difference.at(level);
        double least = baselineMean.at(level).lower().orElse(Double.NaN);
        if (!(least > 0) || !absolute.hasInterval()) {
            return Estimate.unbounded(value, level, method, baseline.length, clusters);
        }
        double lower = Math.min(value, absolute.lower().getAsDouble() / least);
        double upper = Math.max(value, absolute.upper().getAsDouble() / least);
        return Estimate.of(value, 0, lower, upper, level, absolute.method(), baseline.length, clusters);
    }

    private static double[] resample(double[] baseline, double[] candidate, Clusters clusters, long seed) {
        double[] before = clusters.totals(baseline);
        double[] after = clusters.totals(candidate);
        double[] ratios = Bootstrap.resamples(Bootstrap.RESAMPLES, seed, before.length, draw -> {
            double numerator = 0;
            double denominator = 0;
            for (int i = 0; i < before.length; i++) {
                int cluster = draw.next();
                numerator += after[cluster];
                denominator += before[cluster];
            }
            return denominator > 0 ? numerator / denominator : Double.POSITIVE_INFINITY;
        });
        Arrays.sort(ratios);
        return ratios;
    }
}
