package dev.assay.metrics.decision;

import dev.assay.metrics.statistics.Estimate;
import java.util.OptionalLong;

/**
 * A gate's verdict with its evidence.
 *
 * @param gate what was asked
 * @param verdict what the data say
 * @param estimate the value with the interval whose ends the verdict compared with the threshold
 * @param requiredItems examples in all with which the gate would be decided, should the value be what it is now; empty when decided,
 *     or when no number would do
 * @param additionalItems of them, how many are still to come; empty like {@code requiredItems}
 * @param reason one sentence
 */
public record GateResult(
        Gate gate,
        Verdict verdict,
        Estimate estimate,
        OptionalLong requiredItems,
        OptionalLong additionalItems,
        String reason) {

    /** True when the verdict is about the given examples only and free of chance. */
    public boolean exact() {
        return estimate.level() == 1;
    }

    /** This result, but INCONCLUSIVE for {@code reason} where it was PASS. */
    public GateResult withoutPass(String reason) {
        return verdict == Verdict.PASS
                ? new GateResult(gate, Verdict.INCONCLUSIVE, estimate, requiredItems, additionalItems, reason)
                : this;
    }

    /** This undecided result with what is left of a finite set of examples as the number that certainly decides. */
    GateResult waitingFor(long total) {
        long left = Math.max(0, total - estimate.n());
        return new GateResult(gate, verdict, estimate, OptionalLong.of(total), OptionalLong.of(left), reason);
    }

    /** This result, but INCONCLUSIVE since its harm is no longer clear once corrected for the number of categories. */
    GateResult doubted(int categories) {
        String corrected = reason + ", but not after Holm's correction for " + categories + " categories";
        return new GateResult(gate, Verdict.INCONCLUSIVE, estimate, requiredItems, additionalItems, corrected);
    }
}
