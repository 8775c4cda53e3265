package dev.assay.scoring.gate;

import dev.assay.metrics.decision.Gate;
import dev.assay.metrics.decision.GateResult;
import dev.assay.metrics.statistics.Estimate;
import dev.assay.metrics.statistics.Estimator;
import dev.assay.metrics.statistics.ScoreRange;
import dev.assay.scoring.comparison.Evidence;
import dev.assay.scoring.comparison.Metric;
import dev.assay.scoring.comparison.Population.Slice;
import java.util.Arrays;

/** Judges gates about these very examples, without inference: what has no score counts against the gate. */
final class ExactGates {

    private static final double ALL = 1 - 1e-12;

    private final Evidence evidence;
    private final int candidate;

    ExactGates(Evidence evidence, int candidate) {
        this.evidence = evidence;
        this.candidate = candidate;
    }

    GateResult mean(Gate gate, Metric metric, Slice slice) {
        Evidence.Sample sample = evidence.sample(metric, candidate, slice);
        double sum = Arrays.stream(sample.values()).sum();
        return gate.judgeExact(sum, sample.values().length, sample.items(), metric.range());
    }

    GateResult difference(Gate gate, Metric metric, Evidence.Pairs pairs) {
        double sum = Arrays.stream(pairs.candidate()).sum()
                - Arrays.stream(pairs.baseline()).sum();
        ScoreRange range = metric.range();
        ScoreRange differences = new ScoreRange(range.lower() - range.upper(), range.upper() - range.lower());
        return gate.judgeExact(sum, pairs.candidate().length, pairs.items(), differences);
    }

    /** The sum over completions. */
    GateResult total(Gate gate, Metric metric, Slice slice) {
        double[] values = evidence.completions(metric, candidate, slice);
        double total = Arrays.stream(values).sum();
        int items = slice.examples().length;
        Estimator sum = level -> values.length == 0
                ? Estimate.undefined(level, "sum", 0, 0, "no prices are known")
                : Estimate.of(total, Double.NaN, total, total, level, "sum", items, 0);
        return value(gate, sum, evidence.coverage(metric, candidate, slice));
    }

    /** A value that is no mean: known only when nothing is missing. */
    GateResult value(Gate gate, Estimator estimator, double coverage) {
        Estimate estimate = estimator.at(0);
        if (!estimate.isDefined()) {
            return gate.judge(estimate.withCoverage(0));
        }
        double value = estimate.value().getAsDouble();
        GateResult result = gate.judgeExact(value, 1, 1, ScoreRange.UNKNOWN);
        Estimate shown = Estimate.of(value, Double.NaN, value, value, 1, "exact", estimate.n(), estimate.clusters())
                .withCoverage(coverage);
        GateResult honest = new GateResult(
                gate, result.verdict(), shown, result.requiredItems(), result.additionalItems(), reason(result));
        return coverage > ALL
                ? honest
                : honest.withoutPass("some completions have no value, so that the exact value is not known");
    }

    private static String reason(GateResult result) {
        return switch (result.verdict()) {
            case PASS -> "the exact value holds";
            case REFUTED -> "the exact value fails";
            case INCONCLUSIVE -> result.reason();
        };
    }
}
