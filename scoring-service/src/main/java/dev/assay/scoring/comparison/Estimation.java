package dev.assay.scoring.comparison;

import dev.assay.metrics.statistics.Estimate;
import dev.assay.metrics.statistics.Quantile;
import dev.assay.scoring.result.MetricResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every metric of every participant, on the whole data and on each slice, with an interval of the suite's level. */
public final class Estimation {

    private final Evidence evidence;
    private final double level;

    /**
     * Estimates from what has been fed.
     *
     * @param level two-sided, in (0, 1)
     */
    public Estimation(Evidence evidence, double level) {
        this.evidence = evidence;
        this.level = level;
    }

    /**
     * All metrics, in the order metric, slice, participant.
     *
     * @param participants their keys, in the order of their indexes
     */
    public List<MetricResult> estimate(List<Metric> metrics, List<String> participants) {
        List<Population.Slice> slices = slices();
        List<MetricResult> results = new ArrayList<>();
        for (Metric metric : metrics) {
            for (Population.Slice slice : slices) {
                if (metric.aggregate() instanceof Metric.Total && !slice.name().isEmpty()) {
                    continue;
                }
                for (int p = 0; p < participants.size(); p++) {
                    results.add(new MetricResult(
                            metric.name(),
                            slice.name(),
                            participants.get(p),
                            estimate(metric, p, slice),
                            evidence.participant(p).counts(metric.source(), slice.examples()),
                            unit(metric, p)));
                }
            }
        }
        return results;
    }

    /** The whole data, the categories, the named slices. */
    List<Population.Slice> slices() {
        List<Population.Slice> slices = new ArrayList<>();
        slices.add(evidence.population().whole());
        slices.addAll(evidence.population().categories());
        slices.addAll(evidence.population().named());
        return slices;
    }

    /** One metric of one participant on one slice. */
    Estimate estimate(Metric metric, int participant, Population.Slice slice) {
        double coverage = evidence.coverage(metric, participant, slice);
        Estimate estimate = switch (metric.aggregate()) {
            case Metric.Mean mean ->
                evidence.mean(metric, evidence.sample(metric, participant, slice))
                        .at(level);
            case Metric.Quantile quantile ->
                Quantile.of(evidence.completions(metric, participant, slice), quantile.probability())
                        .at(level);
            case Metric.Total total -> total(participant);
        };
        if (coverage == 0) {
            return Estimate.undefined(level, estimate.method(), 0, 0, metric.missing())
                    .withCoverage(0);
        }
        return estimate.withCoverage(coverage);
    }

    private Estimate total(int participant) {
        Observations observed = evidence.participant(participant);
        Map<String, BigDecimal> totals = observed.totals();
        if (totals.size() > 1) {
            return Estimate.undefined(1, "sum", 0, 0, "costs are in several currencies: " + totals.keySet());
        }
        BigDecimal sum = totals.values().stream().findFirst().orElse(BigDecimal.ZERO);
        double value = sum.doubleValue();
        long n = evidence.population().size();
        return Estimate.of(value, Double.NaN, value, value, 1, "sum", n, 0);
    }

    private String unit(Metric metric, int participant) {
        return switch (metric.source()) {
            case Metric.Scores s -> "";
            case Metric.Errors e -> "";
            case Metric.Latency l -> "s";
            case Metric.Tokens t -> "tokens";
            case Metric.Costs c -> evidence.participant(participant).currency();
        };
    }
}
