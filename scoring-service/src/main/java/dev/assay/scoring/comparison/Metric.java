package dev.assay.scoring.comparison;

import dev.assay.metrics.statistics.ScoreRange;
import dev.assay.suite.BuiltInMetric;
import dev.assay.suite.ScorerSpec;
import dev.assay.suite.Suite;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate over a run.
 *
 * @param name in the suite and in results
 * @param source which values of completions it reads
 * @param aggregate what it makes of them
 * @param range of one example's value
 */
public record Metric(String name, Source source, Aggregate aggregate, ScoreRange range, boolean higherIsBetter) {

    private static final ScoreRange NON_NEGATIVE = new ScoreRange(0, Double.POSITIVE_INFINITY);

    private static final ScoreRange COSINE = new ScoreRange(-1, 1);

    /** Which values of completions. */
    public sealed interface Source {}

    /** The scores of a scorer, by its index among the suite's scorers. */
    public record Scores(int scorer) implements Source {}

    /** Seconds. */
    public record Latency() implements Source {}

    /** Produced tokens. */
    public record Tokens() implements Source {}

    /** In the currency of the prices. */
    public record Costs() implements Source {}

    /** 1 for a completion without an answer, else 0. */
    public record Errors() implements Source {}

    /** What becomes of them. */
    public sealed interface Aggregate {}

    /** The mean over examples of the mean over samples. */
    public record Mean() implements Aggregate {}

    /** A quantile over completions. */
    public record Quantile(double probability) implements Aggregate {}

    /** The exact sum over completions. */
    public record Total() implements Aggregate {}

    /** The declared metrics of a suite by name, then the built-in ones. */
    public static List<Metric> of(Suite suite) {
        List<String> scorers = new ArrayList<>(suite.scorers().keySet());
        List<Metric> metrics = new ArrayList<>();
        suite.metrics()
                .forEach((name, metric) -> metrics.add(new Metric(
                        name,
                        new Scores(scorers.indexOf(metric.scorer())),
                        new Mean(),
                        range(suite.scorers().get(metric.scorer())),
                        true)));
        for (BuiltInMetric metric : BuiltInMetric.values()) {
            metrics.add(builtIn(metric));
        }
        return metrics;
    }

    private static ScoreRange range(@Nullable ScorerSpec scorer) {
        return scorer instanceof ScorerSpec.EmbeddingSimilarity similarity
                        && similarity.atLeast().isEmpty()
                ? COSINE
                : ScoreRange.UNIT;
    }

    private static Metric builtIn(BuiltInMetric metric) {
        return switch (metric) {
            case LATENCY_MEAN -> of(metric, new Latency(), new Mean(), NON_NEGATIVE);
            case LATENCY_P50 -> of(metric, new Latency(), new Quantile(0.5), NON_NEGATIVE);
            case LATENCY_P95 -> of(metric, new Latency(), new Quantile(0.95), NON_NEGATIVE);
            case LATENCY_P99 -> of(metric, new Latency(), new Quantile(0.99), NON_NEGATIVE);
            case COST_TOTAL -> of(metric, new Costs(), new Total(), NON_NEGATIVE);
            case COST_MEAN -> of(metric, new Costs(), new Mean(), NON_NEGATIVE);
            case TOKENS_OUTPUT_MEAN -> of(metric, new Tokens(), new Mean(), NON_NEGATIVE);
            case ERROR_SHARE -> of(metric, new Errors(), new Mean(), ScoreRange.UNIT);
        };
    }

    private static Metric of(BuiltInMetric metric, Source source, Aggregate aggregate, ScoreRange range) {
        return new Metric(metric.key(), source, aggregate, range, false);
    }

    /** Whether examples can be paired by it. */
    public boolean isMean() {
        return aggregate instanceof Mean;
    }

    /** What an estimate without values says. */
    String missing() {
        return switch (source) {
            case Scores s -> "no completion has a score";
            case Latency l -> "no latency is known";
            case Tokens t -> "no token counts are known";
            case Costs c -> "no prices are known";
            case Errors e -> "no completions";
        };
    }
}
