package dev.assay.scoring.evaluation;

import dev.assay.scoring.scorer.Outcome;

/** Codes of outcomes in the table {@code score}: 1 is a score, 2, 3, … the reasons for none in their order. */
public final class Outcomes {

    public static final byte SCORED = 1;

    private static final Outcome.Reason[] REASONS = Outcome.Reason.values();

    private Outcomes() {}

    static byte code(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Scored scored -> SCORED;
            case Outcome.Unscored unscored ->
                (byte) (SCORED + 1 + unscored.reason().ordinal());
        };
    }

    /** Number of codes, 0 included. */
    public static int count() {
        return SCORED + 1 + REASONS.length;
    }

    /** The reason that a code above {@link #SCORED} stands for. */
    public static Outcome.Reason reason(int code) {
        return REASONS[code - SCORED - 1];
    }
}
