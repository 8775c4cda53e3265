package dev.assay.metrics.label;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.label.GroupFairness.Rate;
import dev.assay.metrics.label.GroupFairness.Rates;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor;
import dev.assay.metrics.registry.MetricDescriptor.Direction;
import dev.assay.metrics.registry.MetricDescriptor.Parameter;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.Output;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Fairness in the registry (S12). */
public final class FairnessMetrics {

    private FairnessMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(new MetricRegistry.Entry(
                new MetricDescriptor(
                        "group_fairness",
                        1,
                        "Rates by group, demographic parity, equalized odds, equal opportunity, gaps with intervals",
                        "label",
                        List.of("y_true", "y_pred", "group"),
                        List.of(
                                new Parameter("positive_label", "string", Optional.of("1"), "the label that counts"),
                                new Parameter(
                                        "confidence",
                                        "number",
                                        Optional.of("0.95"),
                                        "of all pairs of groups together")),
                        Direction.LOWER_IS_BETTER,
                        Range.UNIT,
                        "fairlearn; Newcombe 1998 for gaps; rates of groups without rows are listed under undefined"),
                FairnessMetrics::groupFairness));
    }

    private static JsonNode groupFairness(Fields inputs, Fields params) {
        JsonNode label = params.has("positive_label") ? params.json("positive_label") : IntNode.valueOf(1);
        if (!label.isValueNode()) {
            throw MetricException.invalid(params.path("positive_label"), "expected a string, a number or a boolean");
        }
        String positive = label.asText();
        double confidence = params.number("confidence", 0.95);
        if (!(confidence > 0 && confidence < 1)) {
            throw MetricException.invalid("params.confidence", "must be between 0 and 1");
        }
        inputs.sameLength("y_true", "y_pred", "group");
        GroupFairness fairness = GroupFairness.of(
                equal(ClassificationMetrics.labels(inputs, "y_true"), positive),
                equal(ClassificationMetrics.labels(inputs, "y_pred"), positive),
                ClassificationMetrics.labels(inputs, "group"));
        Output output = new Output();
        Output byGroup = new Output();
        fairness.groups().forEach((name, rates) -> {
            byGroup.put(name, group(rates));
            mark(output, name + ".tpr", rates.truePositive());
            mark(output, name + ".fpr", rates.falsePositive());
        });
        double truePositive = fairness.difference(Rates::truePositive);
        double falsePositive = fairness.difference(Rates::falsePositive);
        return output.put("by_group", byGroup.json())
                .put("demographic_parity_difference", fairness.difference(Rates::selection))
                .orUndefined("demographic_parity_ratio", () -> fairness.ratio(Rates::selection))
                .put("equalized_odds_difference_worst_case", Math.max(truePositive, falsePositive))
                .put("equalized_odds_difference_mean", (truePositive + falsePositive) / 2)
                .orUndefined("equalized_odds_ratio", () -> lowerRatio(fairness))
                .put("equal_opportunity_difference", truePositive)
                .put("accuracy_difference", fairness.difference(Rates::accuracy))
                .put(
                        "accuracy_group_min",
                        fairness.groups().values().stream()
                                .mapToDouble(rates -> rates.accuracy().value())
                                .min()
                                .orElseThrow())
                .put(
                        "gaps",
                        new Output()
                                .put("selection_rate", gap(fairness, Rates::selection, confidence))
                                .put("tpr", gap(fairness, Rates::truePositive, confidence))
                                .put("fpr", gap(fairness, Rates::falsePositive, confidence))
                                .put("accuracy", gap(fairness, Rates::accuracy, confidence))
                                .json())
                .json();
    }

    private static JsonNode group(Rates rates) {
        return new Output()
                .put("selection_rate", rates.selection().value())
                .put("tpr", rates.truePositive().orZero())
                .put("fpr", rates.falsePositive().orZero())
                .put("accuracy", rates.accuracy().value())
                .put("count", (double) rates.accuracy().rows())
                .json();
    }

    private static void mark(Output output, String name, Rate rate) {
        if (!rate.isDefined()) {
            output.markUndefined("by_group." + name);
        }
    }

    /** The lower of the two ratios; as fairlearn has it, undefined when that of true positives is 0/0, and else that one if the other is. */
    private static double lowerRatio(GroupFairness fairness) {
        double truePositive = ratioOrNaN(fairness, Rates::truePositive);
        double falsePositive = ratioOrNaN(fairness, Rates::falsePositive);
        if (Double.isNaN(truePositive)) {
            throw MetricException.undefined("the equalized odds ratio is 0/0");
        }
        return Double.isNaN(falsePositive) ? truePositive : Math.min(truePositive, falsePositive);
    }

    private static double ratioOrNaN(GroupFairness fairness, Function<Rates, Rate> rate) {
        boolean allZero = fairness.groups().values().stream()
                .allMatch(rates -> rate.apply(rates).orZero() == 0);
        return allZero ? Double.NaN : fairness.ratio(rate);
    }

    private static JsonNode gap(GroupFairness fairness, Function<Rates, Rate> rate, double confidence) {
        try {
            GroupFairness.Gap gap = fairness.gap(rate, confidence);
            return new Output()
                    .put("highest", gap.highest())
                    .put("lowest", gap.lowest())
                    .put("difference", gap.difference())
                    .put("lower", gap.lower())
                    .put("upper", gap.upper())
                    .json();
        } catch (MetricException e) {
            return new Output().put("error", String.valueOf(e.getMessage())).json();
        }
    }

    private static boolean[] equal(List<String> labels, String positive) {
        boolean[] result = new boolean[labels.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = labels.get(i).equals(positive);
        }
        return result;
    }
}
