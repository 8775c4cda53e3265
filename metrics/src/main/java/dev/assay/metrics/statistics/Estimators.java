package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import java.util.Optional;

/** The estimator that fits given scores; the way in for whoever has scores and no opinion. */
public final class Estimators {

    private Estimators() {}

    /**
     * The mean of one score per item: Wilson's interval where all scores are 0 or 1, the clustered error where there are clusters,
     * Student's t otherwise.
     *
     * @param range of the metric, {@link ScoreRange#UNKNOWN} if it has none
     * @param clusters which items belong together, if any do
     * @param seed of the bootstrap that is used below {@value ClusteredMean#ENOUGH_CLUSTERS} clusters
     */
    public static Estimator mean(double[] scores, ScoreRange range, Optional<Clusters> clusters, long seed) {
        if (clusters.isPresent() && clusters.get().count() < scores.length) {
            ScoreRange effective = Moments.binary(scores) ? ScoreRange.UNIT : range;
            return ClusteredMean.of(scores, clusters.get(), effective, seed);
        }
        if (scores.length > 0 && Moments.binary(scores)) {
            return Share.of(Math.round(Moments.sum(scores)), scores.length);
        }
        return Mean.of(scores, range);
    }

    /**
     * The weighted mean of one score per item; that of {@link #mean} where all weights are equal.
     *
     * @param weights 0 or more, one for each score
     */
    public static Estimator weightedMean(
            double[] scores, double[] weights, ScoreRange range, Optional<Clusters> clusters, long seed) {
        WeightedMean weighted = WeightedMean.of(scores, weights, range, clusters);
        return Moments.constant(weights) ? mean(scores, range, clusters, seed) : weighted;
    }

    static void requireInRange(String field, double[] scores, ScoreRange range) {
        for (int i = 0; i < scores.length; i++) {
            if (!range.contains(scores[i])) {
                throw MetricException.invalid(
                        field + "[" + i + "]",
                        "expected a score in [" + range.lower() + ", " + range.upper() + "], found " + scores[i]);
            }
        }
    }
}
