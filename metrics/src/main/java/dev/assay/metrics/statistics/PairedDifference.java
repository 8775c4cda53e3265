package dev.assay.metrics.statistics;

import java.util.Optional;

/**
 * The mean difference candidate − baseline over the same items, d_i = candidate_i − baseline_i: sd(d)/√n, clustered on d where there
 * are clusters (Miller 2024, arXiv 2411.00640, section 4). The interval is Student's t on d, except that of two pass/fail scores
 * without clusters, which is Tango's score interval (Tango 1998, Statistics in Medicine 17:891): it inverts McNemar's score test and
 * has a width even where no pair is discordant.
 */
public final class PairedDifference implements Estimator {

    static final String TANGO = "tango-score";

    private final double[] differences;
    private final boolean binary;
    private final Estimator mean;
    private final long wins;
    private final long losses;

    private PairedDifference(double[] differences, boolean binary, Estimator mean) {
        this.differences = differences;
        this.binary = binary;
        this.mean = mean;
        long better = 0;
        long worse = 0;
        for (double difference : differences) {
            better += difference > 0 ? 1 : 0;
            worse += difference < 0 ? 1 : 0;
        }
        this.wins = better;
        this.losses = worse;
    }

    /**
     * Pairs by position: element i of both is the same item.
     *
     * @param range of the scores (not of the differences)
     * @param seed of the bootstrap that is used below {@value ClusteredMean#ENOUGH_CLUSTERS} clusters
     */
    public static PairedDifference of(
            double[] baseline, double[] candidate, ScoreRange range, Optional<Clusters> clusters, long seed) {
        Moments.requireSameLength("candidate", baseline.length, candidate.length);
        double[] before = Moments.requireFinite("baseline", baseline);
        double[] after = Moments.requireFinite("candidate", candidate);
        boolean binary = Moments.binary(before) && Moments.binary(after);
        ScoreRange effective = binary ? ScoreRange.UNIT : range;
        Estimators.requireInRange("baseline", before, effective);
        Estimators.requireInRange("candidate", after, effective);
        double[] differences = Moments.minus(after, before);
        boolean clustered = clusters.isPresent() && clusters.get().count() < differences.length;
        Estimator mean = clustered
                ? ClusteredMean.of(differences, clusters.get(), effective.difference(), seed)
                : Mean.of(differences, effective.difference());
        return new PairedDifference(differences, binary && !clustered, mean);
    }

    /** Without clusters. */
    public static PairedDifference of(double[] baseline, double[] candidate, ScoreRange range) {
        return of(baseline, candidate, range, Optional.empty(), 0);
    }

    /** Items on which the candidate scores higher. */
    public long wins() {
        return wins;
    }

    /** Items on which the candidate scores lower. */
    public long losses() {
        return losses;
    }

    /** Items on which both score the same. */
    public long ties() {
        return differences.length - wins - losses;
    }

    public long items() {
        return differences.length;
    }

    /** Pass/fail scores on both sides, and no clusters. */
    boolean binary() {
        return binary;
    }

    /** The differences, item by item; a copy. */
    public double[] differences() {
        return differences.clone();
    }

    /** McNemar's test on wins and losses; for scores that are not pass/fail this is the sign test. */
    public McNemar mcNemar() {
        return new McNemar(wins, losses);
    }

    @Override
    public Estimate at(double level) {
        Estimate estimate = mean.at(level);
        if (!binary || !estimate.isDefined()) {
            return estimate;
        }
        double value = estimate.value().getAsDouble();
        double[] bounds = Tango.interval(wins, losses, differences.length, level);
        double error = estimate.standardError().orElse(Double.NaN);
        return Estimate.of(
                value, error, Math.min(bounds[0], value), Math.max(bounds[1], value), level, TANGO, items(), 0);
    }
}
