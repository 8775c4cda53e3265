package dev.assay.metrics.decision;

import dev.assay.metrics.MetricException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * May we ship it? SHIP when every gate passes; ITERATE when one is refuted; else INCONCLUSIVE.
 *
 * <p>All gates must pass, each at its own confidence 1−α: by the intersection–union principle (Berger 1982, Technometrics 24:295) the
 * probability of shipping what fails any criterion is at most the largest α, so nothing is corrected for the number of gates. Where
 * any single harm blocks (regressions by category) the gates come from {@link CategoryGates}, which applies Holm's correction.
 *
 * @param outcome the answer
 * @param confidence the least confidence among the statistical gates: the probability of a wrong SHIP is at most 1 − this; exact
 *     gates have no part in it, and 1 says that all are exact
 * @param gates every gate's result
 * @param additionalItems the most that any undecided gate still needs; empty when decided, or when no number would do
 * @param notes sentences for the reader
 */
public record Decision(
        Outcome outcome, double confidence, List<GateResult> gates, OptionalLong additionalItems, List<String> notes) {

    /** Default of the share of failed calls from which on a run cannot pass. */
    public static final double DEFAULT_MAXIMUM_ERROR_SHARE = 0.05;

    /** The three answers. */
    public enum Outcome {
        SHIP,
        ITERATE,
        INCONCLUSIVE
    }

    public Decision {
        gates = List.copyOf(gates);
        notes = List.copyOf(notes);
    }

    /** Decides over runs without errors. */
    public static Decision of(List<GateResult> gates) {
        return of(gates, 0, DEFAULT_MAXIMUM_ERROR_SHARE);
    }

    /**
     * Decides.
     *
     * @param errorShare share of the run's calls that failed, the worst of the participants, in [0, 1]
     * @param maximumErrorShare above it the decision is never SHIP
     */
    public static Decision of(List<GateResult> gates, double errorShare, double maximumErrorShare) {
        if (!(errorShare >= 0 && errorShare <= 1) || !(maximumErrorShare >= 0 && maximumErrorShare <= 1)) {
            throw MetricException.invalid(
                    "error_share", "expected shares in [0, 1], found " + errorShare + " and " + maximumErrorShare);
        }
        List<String> notes = new ArrayList<>();
        double confidence = gates.stream()
                .filter(result -> !result.exact())
                .mapToDouble(result -> result.gate().confidence())
                .min()
                .orElse(1);
        boolean refuted = gates.stream().anyMatch(result -> result.verdict() == Verdict.REFUTED);
        boolean passed = gates.stream().allMatch(result -> result.verdict() == Verdict.PASS);
        if (gates.isEmpty()) {
            notes.add("no gate was asked, so that nothing can be decided");
            passed = false;
        }
        if (errorShare > maximumErrorShare) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%.2f%% of the calls failed, more than the %.2f%% with which a run may pass",
                    100 * errorShare,
                    100 * maximumErrorShare));
            passed = false;
        }
        if (refuted) {
            return new Decision(Outcome.ITERATE, confidence, gates, OptionalLong.empty(), notes);
        }
        if (passed) {
            return new Decision(Outcome.SHIP, confidence, gates, OptionalLong.empty(), notes);
        }
        long additional = 0;
        for (GateResult result : gates) {
            if (result.verdict() == Verdict.INCONCLUSIVE) {
                if (result.additionalItems().isEmpty()) {
                    notes.add(result.gate().name() + ": no number of further examples is known to decide it");
                }
                additional = Math.max(additional, result.additionalItems().orElse(0));
            }
        }
        OptionalLong needed = additional == 0 ? OptionalLong.empty() : OptionalLong.of(additional);
        return new Decision(Outcome.INCONCLUSIVE, confidence, gates, needed, notes);
    }
}
