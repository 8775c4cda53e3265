package dev.assay.metrics.decision;

import dev.assay.metrics.statistics.ConfidenceSequence;
import dev.assay.metrics.statistics.Estimate;
import dev.assay.metrics.statistics.ScoreRange;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops calling models as soon as the gates are decided, without paying for the looks: every gate is judged on a confidence sequence,
 * so that a wrong verdict has probability at most 1 − confidence over all looks together, and a SHIP that fails any criterion
 * likewise (intersection–union). The verdicts speak of the data set at hand; once all of it is seen they are exact.
 *
 * <p>Feed the examples in random order. Not thread-safe.
 */
public final class EarlyStopping {

    private static final class Watched {
        private final Gate gate;
        private final ConfidenceSequence sequence;
        private long skipped;

        private Watched(Gate gate, ConfidenceSequence sequence) {
            this.gate = gate;
            this.sequence = sequence;
        }

        private double coverage() {
            long tried = sequence.seen() + skipped;
            return tried == 0 ? 0 : (double) sequence.seen() / tried;
        }
    }

    private final List<Watched> watched = new ArrayList<>();

    /**
     * Adds a gate; its number is its position, from 0. A relative change by the fraction m is watched as the differences
     * candidate − (1+m)·baseline against the threshold 0.
     *
     * @param total examples in the gate's slice
     * @param range of what is added: scores, or differences of scores for a comparison with a baseline
     */
    public int watch(Gate gate, int total, ScoreRange range) {
        watched.add(new Watched(gate, new ConfidenceSequence(total, range, 1 - gate.confidence())));
        return watched.size() - 1;
    }

    /** Adds one example's score to one gate. */
    public void add(int gate, double score) {
        watched.get(gate).sequence.add(score);
    }

    /** Counts one example that has no score; too many of them, and the gate cannot pass. */
    public void skip(int gate) {
        watched.get(gate).skipped++;
    }

    /** The verdicts now. */
    public List<GateResult> look() {
        List<GateResult> results = new ArrayList<>();
        for (Watched each : watched) {
            Estimate estimate = each.sequence.at(each.gate.level()).withCoverage(each.coverage());
            GateResult result = each.gate.judge(estimate);
            if (estimate.coverage() < each.gate.minimumCoverage()) {
                result = result.withoutPass("too many examples have no score");
            }
            boolean undecided = result.verdict() == Verdict.INCONCLUSIVE;
            results.add(undecided ? result.waitingFor(each.sequence.total()) : result);
        }
        return List.copyOf(results);
    }

    /** True when no gate is undecided: no further call can change the decision, up to the stated error. */
    public static boolean everyGateIsDecided(List<GateResult> results) {
        return !results.isEmpty() && results.stream().noneMatch(result -> result.verdict() == Verdict.INCONCLUSIVE);
    }

    /** True when the decision is known, which a single refuted gate is enough for; the other gates may still be undecided. */
    public static boolean decisionIsKnown(List<GateResult> results) {
        return everyGateIsDecided(results) || results.stream().anyMatch(result -> result.verdict() == Verdict.REFUTED);
    }
}
