package dev.assay.scoring.scorer;

import dev.assay.metrics.text.answer.Contains;
import java.util.List;
import java.util.Optional;

/**
 * Whether the answer contains one of the accepted texts (S1).
 *
 * @param ignoreCase compares by Unicode case folding
 */
record ContainsScorer(boolean ignoreCase) implements Scorer {

    @Override
    public Outcome score(Completion completion) {
        Optional<List<String>> accepted = completion.target().texts();
        if (accepted.isEmpty()) {
            return Outcome.skipped("no text is expected");
        }
        boolean passed = Contains.containsAny(completion.answer(), accepted.get(), ignoreCase);
        return Outcome.passed(
                passed,
                (passed ? "contains " : "contains none of ") + Expected.of(accepted.get()) + ", answered "
                        + Text.quote(completion.answer()));
    }
}
