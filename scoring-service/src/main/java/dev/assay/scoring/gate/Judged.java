package dev.assay.scoring.gate;

import dev.assay.metrics.decision.GateResult;
import dev.assay.scoring.result.GateOutcome;
import java.util.List;

/**
 * A gate that was judged.
 *
 * @param outcome for people and storage
 * @param results of the rule: one, or one for each category
 */
public record Judged(GateOutcome outcome, List<GateResult> results) {

    public Judged {
        results = List.copyOf(results);
    }
}
