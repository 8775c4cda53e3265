package dev.assay.scoring.result;

import dev.assay.metrics.decision.Verdict;
import dev.assay.metrics.statistics.Estimate;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a gate of the suite found.
 *
 * @param value the number that is judged, with the interval whose ends the verdict compared with the threshold
 * @param criterion the criterion in words, for example {@code accuracy(175b) ≥ 0.85}
 * @param reason why the verdict is what it is, in one sentence
 * @param requiredN examples in all that would probably decide it; empty when decided or when that cannot be told
 * @param parts the slices of a gate that judges several
 */
public record GateOutcome(
        String gate,
        Verdict verdict,
        Estimate value,
        double threshold,
        String criterion,
        String reason,
        OptionalLong requiredN,
        List<GateOutcome> parts) {

    public GateOutcome {
        parts = List.copyOf(parts);
    }
}
