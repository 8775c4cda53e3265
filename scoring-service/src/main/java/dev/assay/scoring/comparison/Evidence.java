package dev.assay.scoring.comparison;

import dev.assay.metrics.statistics.Clusters;
import dev.assay.metrics.statistics.Estimator;
import dev.assay.metrics.statistics.Estimators;
import dev.assay.metrics.statistics.PairedDifference;
import dev.assay.scoring.evaluation.CompletionRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The scores of an evaluation in memory: fed row by row, then asked for samples and pairs. */
public final class Evidence {

    private final Population population;
    private final List<Observations> participants = new ArrayList<>();
    private final long seed;

    /** Room for so many participants, examples, samples and scorers. */
    public Evidence(Population population, int participants, int samples, int scorers, long seed) {
        this.population = population;
        this.seed = seed;
        for (int i = 0; i < participants; i++) {
            this.participants.add(new Observations(population.size(), samples, scorers));
        }
    }

    /** Takes one completion; their order does not matter. */
    public void add(CompletionRow row) {
        population.add(row);
        participants.get(row.participant()).add(row);
    }

    /** Takes one score; their order does not matter. See {@code ScoreRepository.ScoreReceiver}. */
    public void add(int participant, int scorer, int position, int sample, byte outcome, double value) {
        participants.get(participant).add(scorer, position, sample, outcome, value);
    }

    public Population population() {
        return population;
    }

    public long seed() {
        return seed;
    }

    Observations participant(int index) {
        return participants.get(index);
    }

    /** Share of a participant's completions that ended with an error, in [0, 1]. */
    public double errorShare(int participant) {
        double[] failed = participants
                .get(participant)
                .completions(new Metric.Errors(), population.whole().examples());
        return failed.length == 0 ? 0 : Arrays.stream(failed).sum() / failed.length;
    }

    /**
     * One value for each example that has one.
     *
     * @param items examples of the slice
     * @param coverage share of its completions that have a value
     */
    public record Sample(double[] values, Optional<Clusters> clusters, int items, double coverage) {}

    /** The values of one participant on a slice. */
    public Sample sample(Metric metric, int participant, Population.Slice slice) {
        Observations observed = participants.get(participant);
        double[] means = observed.exampleMeans(metric.source(), slice.examples());
        int[] kept = kept(means, means, slice.examples());
        return new Sample(
                compact(means),
                population.clusters(kept),
                slice.examples().length,
                coverage(metric, participant, slice));
    }

    /**
     * One value of each of two participants for each example that both have one for.
     *
     * @param examples their positions
     * @param items examples of the slice
     * @param coverage the pairs' share of them
     */
    public record Pairs(
            double[] baseline,
            double[] candidate,
            int[] examples,
            Optional<Clusters> clusters,
            int items,
            double coverage) {}

    /** The examples of a slice on which two participants can be compared. */
    public Pairs pairs(Metric metric, int candidate, int baseline, Population.Slice slice) {
        double[] after = participants.get(candidate).exampleMeans(metric.source(), slice.examples());
        double[] before = participants.get(baseline).exampleMeans(metric.source(), slice.examples());
        int[] kept = kept(after, before, slice.examples());
        double[] keptBefore = new double[kept.length];
        double[] keptAfter = new double[kept.length];
        int next = 0;
        for (int i = 0; i < after.length; i++) {
            if (!Double.isNaN(after[i]) && !Double.isNaN(before[i])) {
                keptBefore[next] = before[i];
                keptAfter[next++] = after[i];
            }
        }
        double coverage = Math.min(coverage(metric, candidate, slice), coverage(metric, baseline, slice));
        int items = slice.examples().length;
        double paired = items == 0 ? 0 : (double) kept.length / items;
        return new Pairs(keptBefore, keptAfter, kept, population.clusters(kept), items, Math.min(coverage, paired));
    }

    /** The values of a participant's single completions on a slice. */
    public double[] completions(Metric metric, int participant, Population.Slice slice) {
        return participants.get(participant).completions(metric.source(), slice.examples());
    }

    /** Share of the slice's completions that have a value, in [0, 1]; 0 for an empty slice. */
    public double coverage(Metric metric, int participant, Population.Slice slice) {
        Observations observed = participants.get(participant);
        int all = slice.examples().length * observed.samples();
        return all == 0 ? 0 : (double) observed.completions(metric.source(), slice.examples()).length / all;
    }

    /** The mean as an estimator. */
    public Estimator mean(Metric metric, Sample sample) {
        return Estimators.mean(sample.values(), metric.range(), sample.clusters(), seed);
    }

    /** Candidate minus baseline as an estimator. */
    public PairedDifference difference(Metric metric, Pairs pairs) {
        return PairedDifference.of(pairs.baseline(), pairs.candidate(), metric.range(), pairs.clusters(), seed);
    }

    private static int[] kept(double[] first, double[] second, int[] examples) {
        int[] kept = new int[examples.length];
        int next = 0;
        for (int i = 0; i < examples.length; i++) {
            if (!Double.isNaN(first[i]) && !Double.isNaN(second[i])) {
                kept[next++] = examples[i];
            }
        }
        return Arrays.copyOf(kept, next);
    }

    private static double[] compact(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    }
}
