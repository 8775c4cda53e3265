package dev.assay.scoring.gate;

import dev.assay.metrics.decision.Gate;
import dev.assay.metrics.decision.GateResult;
import dev.assay.metrics.decision.Verdict;
import dev.assay.scoring.result.GateOutcome;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Makes outcomes for people from the rule's results.
 *
 * @param gate its name in the suite
 * @param criterion in words
 */
record GateResults(String gate, String criterion) {

    Judged single(GateResult result) {
        return new Judged(outcome(gate, result), List.of(result));
    }

    /** REFUTED if any part is, PASS if all do; shown is the part that decides, or the one nearest to its threshold. */
    Judged several(List<GateResult> results) {
        GateResult shown = results.stream()
                .min(Comparator.comparingInt(GateResults::rank).thenComparingDouble(GateResults::distance))
                .orElseThrow();
        OptionalLong required = results.stream()
                .flatMapToLong(result -> result.requiredItems().stream())
                .max();
        GateOutcome outcome = new GateOutcome(
                gate,
                shown.verdict(),
                shown.estimate(),
                shown.gate().threshold(),
                criterion,
                shown.gate().name() + ": " + shown.reason(),
                shown.verdict() == Verdict.INCONCLUSIVE ? required : OptionalLong.empty(),
                results.stream()
                        .map(result -> outcome(result.gate().name(), result))
                        .toList());
        return new Judged(outcome, results);
    }

    private GateOutcome outcome(String name, GateResult result) {
        return new GateOutcome(
                name,
                result.verdict(),
                result.estimate(),
                result.gate().threshold(),
                criterion,
                result.reason(),
                result.requiredItems(),
                List.of());
    }

    private static int rank(GateResult result) {
        return switch (result.verdict()) {
            case REFUTED -> 0;
            case INCONCLUSIVE -> 1;
            case PASS -> 2;
        };
    }

    private static double distance(GateResult result) {
        double value = result.estimate().value().orElse(Double.NEGATIVE_INFINITY);
        double over = value - result.gate().threshold();
        return result.gate().side() == Gate.Side.AT_LEAST ? over : -over;
    }
}
