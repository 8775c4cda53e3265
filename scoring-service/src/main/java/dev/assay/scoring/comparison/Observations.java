package dev.assay.scoring.comparison;

import dev.assay.scoring.evaluation.CompletionRow;
import dev.assay.scoring.evaluation.Outcomes;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What one participant did, as arrays over completions: index = example × samples + sample. What is not there is NaN. */
public final class Observations {

    private final int samples;
    private final double[][] scores;
    private final byte[][] outcomes;
    private final double[] latency;
    private final double[] tokens;
    private final double[] cost;
    private final double[] failed;
    private final Map<String, BigDecimal> totals = new TreeMap<>();

    public Observations(int examples, int samples, int scorers) {
        int completions = Math.multiplyExact(examples, samples);
        this.samples = samples;
        this.scores = new double[scorers][];
        this.outcomes = new byte[scorers][completions];
        Arrays.setAll(scores, i -> nan(completions));
        this.latency = nan(completions);
        this.tokens = nan(completions);
        this.cost = nan(completions);
        this.failed = nan(completions);
    }

    void add(int scorer, int position, int sample, byte outcome, double value) {
        scores[scorer][position * samples + sample] = value;
        outcomes[scorer][position * samples + sample] = outcome;
    }

    void add(CompletionRow row) {
        int index = row.position() * samples + row.sample();
        failed[index] = row.failed() ? 1 : 0;
        row.measures().latencySeconds().ifPresent(seconds -> latency[index] = seconds);
        row.measures().outputTokens().ifPresent(count -> tokens[index] = count);
        row.measures().cost().ifPresent(money -> {
            cost[index] = money.amount().doubleValue();
            totals.merge(money.currency(), money.amount(), BigDecimal::add);
        });
    }

    int samples() {
        return samples;
    }

    double[] column(Metric.Source source) {
        return switch (source) {
            case Metric.Scores s -> scores[s.scorer()];
            case Metric.Latency l -> latency;
            case Metric.Tokens t -> tokens;
            case Metric.Costs c -> cost;
            case Metric.Errors e -> failed;
        };
    }

    /** Exact cost by currency. */
    Map<String, BigDecimal> totals() {
        return totals;
    }

    /** The one currency of the costs; empty when there is none or several. */
    String currency() {
        return totals.size() == 1 ? totals.keySet().iterator().next() : "";
    }

    /** Completions of a slice by how scoring ended, in the order of the contract; only those that occur. */
    Map<String, Long> counts(Metric.Source source, int[] examples) {
        if (!(source instanceof Metric.Scores s)) {
            return Map.of();
        }
        long[] counts = new long[Outcomes.count()];
        for (int example : examples) {
            for (int k = 0; k < samples; k++) {
                counts[outcomes[s.scorer()][example * samples + k]]++;
            }
        }
        Map<String, Long> result = new LinkedHashMap<>();
        result.put("SCORED", counts[Outcomes.SCORED]);
        for (int code = Outcomes.SCORED + 1; code < counts.length; code++) {
            if (counts[code] > 0) {
                result.put(Outcomes.reason(code).name(), counts[code]);
            }
        }
        return result;
    }

    /** The mean over the samples of each example; NaN where no sample has a value. */
    double[] exampleMeans(Metric.Source source, int[] examples) {
        double[] column = column(source);
        double[] means = new double[examples.length];
        for (int i = 0; i < examples.length; i++) {
            double sum = 0;
            int seen = 0;
            for (int k = 0; k < samples; k++) {
                double value = column[examples[i] * samples + k];
                if (!Double.isNaN(value)) {
                    sum += value;
                    seen++;
                }
            }
            means[i] = seen == 0 ? Double.NaN : sum / seen;
        }
        return means;
    }

    /** The values of single completions, without those that are not there. */
    double[] completions(Metric.Source source, int[] examples) {
        double[] column = column(source);
        double[] values = new double[examples.length * samples];
        int seen = 0;
        for (int example : examples) {
            for (int k = 0; k < samples; k++) {
                double value = column[example * samples + k];
                if (!Double.isNaN(value)) {
                    values[seen++] = value;
                }
            }
        }
        return Arrays.copyOf(values, seen);
    }

    private static double[] nan(int length) {
        double[] array = new double[length];
        Arrays.fill(array, Double.NaN);
        return array;
    }
}
