package dev.assay.scoring.scorer;

import dev.assay.metrics.text.answer.ExactMatch;
import dev.assay.metrics.text.answer.SquadAnswers;
import java.util.List;
import java.util.Optional;

/**
 * Whether the answer is one of the accepted texts (S1).
 *
 * @param squad compares by SQuAD's rules (case, punctuation, articles and white space do not count) instead of strictly
 */
record ExactMatchScorer(boolean squad) implements Scorer {

    @Override
    public Outcome score(Completion completion) {
        Optional<List<String>> accepted = completion.target().texts();
        if (accepted.isEmpty()) {
            return Outcome.skipped("no text is expected");
        }
        String answer = completion.answer();
        boolean passed =
                squad ? SquadAnswers.exactMatch(answer, accepted.get()) : ExactMatch.matchesAny(answer, accepted.get());
        return Outcome.passed(passed, "answered " + Text.quote(answer) + ", expected " + Expected.of(accepted.get()));
    }
}
