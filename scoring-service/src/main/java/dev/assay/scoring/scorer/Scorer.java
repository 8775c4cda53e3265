package dev.assay.scoring.scorer;

/** Judges a completion that has an answer. Pure and thread-safe. */
@FunctionalInterface
public interface Scorer {

    /**
     * Judges the answer of a completion.
     *
     * @throws dev.assay.metrics.MetricException when it cannot
     */
    Outcome score(Completion completion);

    /**
     * The scorer for any completion: one without an answer is a {@code TARGET_ERROR}, and a scorer that fails gives a
     * {@code SCORER_ERROR} instead of an exception.
     */
    default Scorer guarded() {
        return new GuardedScorer(this);
    }
}
