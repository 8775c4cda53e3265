package dev.assay.scoring.scorer;

/** How scoring a completion ended. Not there is not zero: what has no score says why. */
public sealed interface Outcome {

    /** One line about what the scorer saw. */
    String explanation();

    /**
     * A score.
     *
     * @param value finite; pass and fail are 1 and 0
     */
    record Scored(double value, String explanation) implements Outcome {

        public Scored {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("value: expected a finite number, found " + value);
            }
        }
    }

    /** No score. */
    record Unscored(Reason reason, String explanation) implements Outcome {}

    /** Why there is no score. */
    enum Reason {
        /** The model gave no answer. */
        TARGET_ERROR,
        /** The scorer failed. */
        SCORER_ERROR,
        /** The judge failed. */
        JUDGE_ERROR,
        /** The scorer does not apply to this example. */
        SKIPPED
    }

    static Outcome passed(boolean passed, String explanation) {
        return new Scored(passed ? 1 : 0, explanation);
    }

    static Outcome skipped(String explanation) {
        return new Unscored(Reason.SKIPPED, explanation);
    }
}
