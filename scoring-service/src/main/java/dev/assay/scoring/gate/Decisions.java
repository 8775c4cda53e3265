package dev.assay.scoring.gate;

import dev.assay.metrics.decision.Decision;
import dev.assay.metrics.decision.Verdict;
import dev.assay.scoring.result.DecisionTaken;
import dev.assay.scoring.result.GateOutcome;
import dev.assay.suite.Suite;
import java.time.Instant;
import java.util.List;

/** Takes the decision and says why in one sentence. */
public final class Decisions {

    private Decisions() {}

    /**
     * Decides.
     *
     * @param errorShare the worse of candidate's and baseline's, in [0, 1]
     */
    public static DecisionTaken decide(Suite suite, List<Judged> gates, double errorShare, Instant now) {
        Decision decision = Decision.of(
                gates.stream().flatMap(gate -> gate.results().stream()).toList(), errorShare, suite.maxErrorShare());
        String reason = reason(decision, gates.stream().map(Judged::outcome).toList(), suite.confidence());
        return new DecisionTaken(decision.outcome(), suite.confidence(), reason, decision.additionalItems(), now);
    }

    private static String reason(Decision decision, List<GateOutcome> gates, double confidence) {
        return switch (decision.outcome()) {
            case SHIP ->
                (gates.size() == 1 ? "The gate holds" : "All " + gates.size() + " gates hold") + " with "
                        + Criterion.number(100 * confidence) + "% confidence.";
            case ITERATE -> {
                List<String> refuted = named(gates, Verdict.REFUTED);
                yield (refuted.size() == 1 ? "The gate " : "The gates ")
                        + String.join(", ", refuted)
                        + (refuted.size() == 1 ? " is refuted." : " are refuted.")
                        + (decision.notes().isEmpty() ? "" : " Also, " + String.join("; ", decision.notes()) + ".");
            }
            case INCONCLUSIVE -> {
                List<String> open = named(gates, Verdict.INCONCLUSIVE);
                String told = open.isEmpty()
                        ? "The gates hold, but " + String.join("; ", decision.notes())
                        : "The data cannot tell about " + String.join(", ", open);
                yield decision.additionalItems().isPresent()
                        ? told + "; about " + decision.additionalItems().getAsLong()
                                + " more examples would probably decide."
                        : told + ".";
            }
        };
    }

    private static List<String> named(List<GateOutcome> outcomes, Verdict verdict) {
        return outcomes.stream()
                .filter(outcome -> outcome.verdict() == verdict)
                .map(outcome -> "“" + outcome.gate() + "”")
                .toList();
    }
}
