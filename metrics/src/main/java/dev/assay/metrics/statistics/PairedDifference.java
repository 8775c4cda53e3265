package dev.assay.metrics.statistics;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.TDistribution;

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

    /**
     * The two-sided test that goes with the data: McNemar's exact one for pass/fail scores, else the t test of the differences, its error
     * clustered and, below {@value ClusteredMean#ENOUGH_CLUSTERS} clusters, the inverted cluster bootstrap. p is 1 where nothing
     * differs.
     */
    public NamedTest test() {
        if (binary) {
            return new NamedTest(
                    "mcnemar-exact", OptionalDouble.empty(), mcNemar().exact());
        }
        Estimate estimate = mean.at(0.95);
        double error = estimate.standardError().orElse(0);
        if (wins + losses == 0 || !(error > 0)) {
            return new NamedTest("paired-t", OptionalDouble.empty(), 1);
        }
        double t = estimate.value().orElseThrow() / error;
        if (estimate.method().equals(ClusteredMean.BOOTSTRAP)) {
            double p = Math.min(1, 2 * Math.min(mean.pValueAbove(0), mean.pValueBelow(0)));
            return new NamedTest(ClusteredMean.BOOTSTRAP, OptionalDouble.empty(), p);
        }
        boolean clustered = estimate.clusters() > 0;
        double df = (clustered ? estimate.clusters() : estimate.n()) - 1.0;
        double p = Math.min(1, 2 * TDistribution.of(df).survivalProbability(Math.abs(t)));
        return new NamedTest(clustered ? ClusteredMean.ROBUST : "paired-t", OptionalDouble.of(t), p);
    }

    /**
     * Items that show a difference of the size seen, two-sided, given the spread (and the clustering) seen.
     *
     * @param alpha for example 0.05
     * @param power for example 0.8
     * @return empty when there is no difference, or no spread to go by
     */
    public OptionalLong itemsToSee(double alpha, double power) {
        Estimate estimate = mean.at(1 - alpha);
        double error = estimate.standardError().orElse(0);
        double value = estimate.value().orElse(0);
        if (value == 0 || !(error > 0)) {
            return OptionalLong.empty();
        }
        Power.PairedVariance variance = Power.PairedVariance.of(error * error * items());
        return Quantiles.ceiling(Power.items(variance, value, alpha, power));
    }

    /**
     * The smallest difference that as many items would show, two-sided: what this data set can see.
     *
     * @return empty when there is no spread to go by
     */
    public OptionalDouble minimumDetectable(double alpha, double power) {
        double error = mean.at(1 - alpha).standardError().orElse(0);
        if (!(error > 0)) {
            return OptionalDouble.empty();
        }
        Power.PairedVariance variance = Power.PairedVariance.of(error * error * items());
        return OptionalDouble.of(Power.minimumDetectable(variance, items(), alpha, power));
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
