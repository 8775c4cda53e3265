package dev.assay.scoring.scorer;

import dev.assay.metrics.MetricException;
import dev.assay.scoring.scorer.Outcome.Reason;

/** Turns what can go wrong into outcomes: no answer, and a scorer that cannot judge. */
record GuardedScorer(Scorer scorer) implements Scorer {

    @Override
    public Outcome score(Completion completion) {
        return switch (completion.reply()) {
            case Completion.Failed failed ->
                new Outcome.Unscored(
                        Reason.TARGET_ERROR, Text.shorten(failed.reason() + ": " + failed.message(), Text.EXPLANATION));
            case Completion.Answered answered -> judge(completion);
        };
    }

    private Outcome judge(Completion completion) {
        try {
            return scorer.score(completion);
        } catch (MetricException | IllegalArgumentException | ArithmeticException e) {
            return new Outcome.Unscored(
                    Reason.SCORER_ERROR, Text.shorten(String.valueOf(e.getMessage()), Text.EXPLANATION));
        }
    }
}
