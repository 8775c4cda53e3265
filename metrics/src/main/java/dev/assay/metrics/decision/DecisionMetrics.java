package dev.assay.metrics.decision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.decision.Gate.Side;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import dev.assay.metrics.registry.Output;
import dev.assay.metrics.statistics.Clusters;
import dev.assay.metrics.statistics.Estimate;
import dev.assay.metrics.statistics.Estimator;
import dev.assay.metrics.statistics.Estimators;
import dev.assay.metrics.statistics.PairedDifference;
import dev.assay.metrics.statistics.RelativeChange;
import dev.assay.metrics.statistics.ScoreRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Registry entries of gates (S9) and early stopping (S10). */
public final class DecisionMetrics {

    static final String FAMILY = "decision";

    private static final long SEED = 2025;

    private DecisionMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                gateParameters(MetricSpec.of(
                                FAMILY,
                                "gate",
                                "One criterion: is the mean (with input baseline: its change) beyond the threshold?"))
                        .needs("scores")
                        .param(
                                "change",
                                "enum(absolute|relative)",
                                "\"absolute\"",
                                "unit of a change from the baseline")
                        .param("power", "number", "0.8", "with which required_n should decide, in [0.5, 1)")
                        .param("minimum_coverage", "number", "0.99", "least share of scores that are there, not null")
                        .param("seed", "integer", Long.toString(SEED), "of the cluster bootstrap")
                        .source(
                                "PASS iff the one-sided bound is beyond the threshold; optional inputs baseline, cluster;"
                                        + " a score of null is missing")
                        .by(DecisionMetrics::gate),
                gateParameters(MetricSpec.of(
                                FAMILY,
                                "early_stopping",
                                "Whether a gate is decided by part of the items, looked at after each of them"))
                        .needs("scores", "total")
                        .param("lower", "number", "0", "smallest possible score")
                        .param("upper", "number", "1", "largest possible score")
                        .source("Waudby-Smith and Ramdas 2020 and 2024; scores in random order, null is missing")
                        .by(DecisionMetrics::earlyStopping));
    }

    private static MetricSpec gateParameters(MetricSpec spec) {
        return spec.neutral()
                .range(Range.REAL)
                .required("threshold", "number", "in the unit of the scores, or a fraction for a relative change")
                .param("side", "enum(at_least|at_most)", "\"at_least\"", "which side of the threshold is good")
                .param("confidence", "number", "0.95", "one-sided, in (0.5, 1)");
    }

    private static Gate gate(Fields params) {
        return new Gate(
                params.path("gate"),
                choice(params, "side", Side.class, Side.AT_LEAST),
                params.number("threshold"),
                params.number("confidence", Gate.DEFAULT_CONFIDENCE),
                params.number("power", Gate.DEFAULT_POWER),
                params.number("minimum_coverage", Gate.DEFAULT_MINIMUM_COVERAGE));
    }

    /** What a change from the baseline is measured in. */
    private enum Change {
        ABSOLUTE,
        RELATIVE
    }

    private static JsonNode gate(Fields inputs, Fields params) {
        Gate gate = gate(params);
        Change change = choice(params, "change", Change.class, Change.ABSOLUTE);
        long seed = params.integer("seed", SEED);
        List<Optional<Double>> scores = scores(inputs, "scores");
        boolean compared = inputs.has("baseline");
        List<Optional<Double>> baseline = compared ? scores(inputs, "baseline") : scores;
        List<Optional<String>> labels = labels(inputs, scores.size());
        if (baseline.size() != scores.size()) {
            throw MetricException.invalid(
                    inputs.path("baseline"), "expected " + scores.size() + " scores, found " + baseline.size());
        }
        List<Integer> there = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            if (scores.get(i).isPresent() && baseline.get(i).isPresent()) {
                there.add(i);
            }
        }
        double[] candidate =
                there.stream().mapToDouble(i -> scores.get(i).orElseThrow()).toArray();
        double[] before =
                there.stream().mapToDouble(i -> baseline.get(i).orElseThrow()).toArray();
        Optional<Clusters> clusters = labels.isEmpty()
                ? Optional.empty()
                : Optional.of(Clusters.ofLabels(there.stream().map(labels::get).toList()));
        Estimator evidence;
        if (!compared) {
            evidence = Estimators.mean(candidate, ScoreRange.UNKNOWN, clusters, seed);
        } else {
            evidence = switch (change) {
                case ABSOLUTE -> PairedDifference.of(before, candidate, ScoreRange.UNKNOWN, clusters, seed);
                case RELATIVE -> RelativeChange.of(before, candidate, ScoreRange.UNKNOWN, clusters, seed);
            };
        }
        double coverage = scores.isEmpty() ? 1 : (double) there.size() / scores.size();
        return render(gate.judge(evidence, coverage)).json();
    }

    private static JsonNode earlyStopping(Fields inputs, Fields params) {
        Gate gate = gate(params);
        List<Optional<Double>> scores = scores(inputs, "scores");
        long total = inputs.integer("total");
        if (total < Math.max(1, scores.size()) || total > Integer.MAX_VALUE) {
            throw MetricException.invalid(
                    inputs.path("total"), "expected " + Math.max(1, scores.size()) + " items or more, found " + total);
        }
        ScoreRange range = new ScoreRange(params.number("lower", 0), params.number("upper", 1));
        EarlyStopping stopping = new EarlyStopping();
        int number = stopping.watch(gate, (int) total, range);
        int decidedAt = 0;
        for (int i = 0; i < scores.size() && decidedAt == 0; i++) {
            if (scores.get(i).isEmpty()) {
                stopping.skip(number);
            } else {
                double score = scores.get(i).orElseThrow();
                if (score < range.lower() || score > range.upper()) {
                    throw MetricException.invalid(
                            inputs.path("scores[" + i + "]"),
                            "expected a score in [" + range.lower() + ", " + range.upper() + "], found " + score);
                }
                stopping.add(number, score);
            }
            decidedAt = EarlyStopping.everyGateIsDecided(stopping.look()) ? i + 1 : 0;
        }
        Output output = render(stopping.look().getFirst()).put("stop", decidedAt > 0);
        if (decidedAt > 0) {
            output.put("decided_at", (long) decidedAt).put("saved", total - decidedAt);
        }
        return output.json();
    }

    private static Output render(GateResult result) {
        Estimate estimate = result.estimate();
        Output output = new Output().put("verdict", result.verdict().name());
        estimate.value().ifPresent(value -> output.put("value", value));
        estimate.lower().ifPresent(value -> output.put("lower", value));
        estimate.upper().ifPresent(value -> output.put("upper", value));
        output.put("level", estimate.level())
                .put("method", estimate.method())
                .put("n", estimate.n())
                .put("coverage", estimate.coverage())
                .put("reason", result.reason());
        result.requiredItems().ifPresent(items -> output.put("required_n", items));
        result.additionalItems().ifPresent(items -> output.put("additional_n", items));
        return output;
    }

    /** Finite numbers, or null where a score is missing. */
    private static List<Optional<Double>> scores(Fields inputs, String name) {
        List<Optional<Double>> scores = new ArrayList<>();
        for (JsonNode element : inputs.array(name)) {
            String path = inputs.path(name) + "[" + scores.size() + "]";
            if (element.isNull()) {
                scores.add(Optional.empty());
                continue;
            }
            double score = Fields.number(path, element);
            if (!Double.isFinite(score)) {
                throw MetricException.invalid(path, "expected a finite number, found " + element);
            }
            scores.add(Optional.of(score));
        }
        return scores;
    }

    private static List<Optional<String>> labels(Fields inputs, int items) {
        List<Optional<String>> labels = new ArrayList<>();
        if (inputs.has("cluster")) {
            inputs.array("cluster")
                    .forEach(id -> labels.add(id.isNull() ? Optional.empty() : Optional.of(id.asText())));
            if (labels.size() != items) {
                throw MetricException.invalid(
                        inputs.path("cluster"), "expected " + items + " ids, found " + labels.size());
            }
        }
        return labels;
    }

    private static <E extends Enum<E>> E choice(Fields params, String name, Class<E> type, E fallback) {
        String wanted = params.text(name, fallback.name().toLowerCase(Locale.ROOT));
        for (E value : type.getEnumConstants()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(wanted)) {
                return value;
            }
        }
        throw MetricException.invalid(params.path(name), "is none of the values listed for it: \"" + wanted + "\"");
    }
}
