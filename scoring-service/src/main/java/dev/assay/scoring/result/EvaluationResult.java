package dev.assay.scoring.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What came of an evaluation.
 *
 * @param metrics every metric of every participant, on the whole data and on each slice
 * @param comparisons candidate against baseline; empty without a baseline
 * @param gates in the order of the suite
 * @param changed a sample of the examples that changed sides, in the order of the data
 * @param record everything needed to repeat the evaluation
 */
public record EvaluationResult(
        List<MetricResult> metrics,
        List<Comparison> comparisons,
        List<GateOutcome> gates,
        DecisionTaken decision,
        List<ChangedExample> changed,
        JsonNode record) {

    public EvaluationResult {
        metrics = List.copyOf(metrics);
        comparisons = List.copyOf(comparisons);
        gates = List.copyOf(gates);
        changed = List.copyOf(changed);
    }

    /** The metric of a participant on a slice. */
    public Optional<MetricResult> metric(String metric, String participant, String slice) {
        return metrics.stream()
                .filter(m -> m.metric().equals(metric)
                        && m.participant().equals(participant)
                        && m.slice().equals(slice))
                .findFirst();
    }

    /** The comparison of a metric on a slice. */
    public Optional<Comparison> comparison(String metric, String slice) {
        return comparisons.stream()
                .filter(c -> c.metric().equals(metric) && c.slice().equals(slice))
                .findFirst();
    }
}
