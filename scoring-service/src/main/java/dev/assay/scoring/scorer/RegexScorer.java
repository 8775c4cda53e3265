package dev.assay.scoring.scorer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pattern in RE2 syntax, matched in linear time, against the answer (S1). Without a group a match is enough; with one, what it
 * captured in the last match must be one of the accepted texts.
 *
 * @param full whether the whole answer must match, not just a part
 */
record RegexScorer(Pattern pattern, Optional<Integer> group, boolean full) implements Scorer {

    @Override
    public Outcome score(Completion completion) {
        String answer = completion.answer();
        if (group.isEmpty()) {
            Matcher matcher = pattern.matcher(answer);
            boolean passed = full ? matcher.matches() : matcher.find();
            return passed ? Outcome.passed(true, "matches, answered " + Text.quote(answer)) : mismatch(answer);
        }
        Optional<List<String>> accepted = completion.target().texts();
        if (accepted.isEmpty()) {
            return Outcome.skipped("no text is expected");
        }
        String found = captured(answer, group.get());
        return found == null
                ? mismatch(answer)
                : Outcome.passed(
                        accepted.get().contains(found),
                        "extracted " + Text.quote(found) + ", expected " + Expected.of(accepted.get()));
    }

    private @Nullable String captured(String answer, int number) {
        Matcher matcher = pattern.matcher(answer);
        if (full) {
            return matcher.matches() ? matcher.group(number) : null;
        }
        String last = null;
        while (matcher.find()) {
            last = matcher.group(number);
        }
        return last;
    }

    private Outcome mismatch(String answer) {
        return Outcome.passed(
                false, "does not match " + Text.quote(pattern.pattern()) + ", answered " + Text.quote(answer));
    }
}
