package dev.assay.metrics.decision;

import dev.assay.metrics.statistics.Estimator;
import dev.assay.metrics.statistics.MultipleComparisons;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One criterion asked of every category (or slice, or group), where a single harm blocks. A category is refuted only if the p-value
 * of its harm, corrected by Holm over all categories, is at most α, so that the probability of blaming any category without
 * reason is at most α. Passing needs no correction: all must pass (intersection–union).
 */
public final class CategoryGates {

    private CategoryGates() {}

    /**
     * The evidence of one category.
     *
     * @param estimator what is judged, for example a paired difference over the category's examples
     * @param coverage share of the category's items that have a score
     */
    public record Evidence(Estimator estimator, double coverage) {}

    /**
     * Judges all categories; results in the order of the map, each named {@code gate[category]}.
     *
     * @param gate its threshold, confidence and coverage apply to each category
     */
    public static List<GateResult> judge(Gate gate, Map<String, Evidence> categories) {
        double[] harm = new double[categories.size()];
        int i = 0;
        for (Evidence evidence : categories.values()) {
            harm[i++] = gate.pValueOfHarm(evidence.estimator());
        }
        double[] adjusted = MultipleComparisons.HOLM.adjust(harm);
        List<GateResult> results = new ArrayList<>();
        i = 0;
        for (Map.Entry<String, Evidence> category : categories.entrySet()) {
            Gate named = new Gate(
                    gate.name() + "[" + category.getKey() + "]",
                    gate.side(),
                    gate.threshold(),
                    gate.confidence(),
                    gate.power(),
                    gate.minimumCoverage());
            GateResult alone = named.judge(
                    category.getValue().estimator(), category.getValue().coverage());
            boolean blamed = adjusted[i++] <= 1 - gate.confidence();
            results.add(alone.verdict() == Verdict.REFUTED && !blamed ? alone.doubted(categories.size()) : alone);
        }
        return List.copyOf(results);
    }
}
