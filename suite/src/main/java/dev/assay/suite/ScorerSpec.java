package dev.assay.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A judgement of one completion, 1 for right and 0 for wrong, or a similarity. */
public sealed interface ScorerSpec {

    /** The answer equals an expected text. */
    record ExactMatch(Normalise normalise) implements ScorerSpec {}

    /** The answer contains an expected text. */
    record Contains(boolean ignoreCase) implements ScorerSpec {}

    /**
     * The answer matches a pattern of linear-time syntax (RE2).
     *
     * @param pattern the pattern
     * @param group when present, what this group captured must equal an expected text; otherwise a match is enough
     * @param full whether the whole answer must match, not just a part
     */
    record Regex(String pattern, Optional<Integer> group, boolean full) implements ScorerSpec {}

    /**
     * The number in the answer equals the expected one: |answer − expected| ≤ max(tolerance, relativeTolerance · |expected|).
     *
     * @param extract where the number is
     * @param tolerance absolute, ≥ 0
     * @param relativeTolerance relative to the expected number, ≥ 0
     */
    record Numeric(Extract extract, double tolerance, double relativeTolerance) implements ScorerSpec {}

    /**
     * The answer is JSON and, when there is a schema, valid under it (draft 2020-12).
     *
     * @param schema an object or a truth value
     */
    record JsonValid(Optional<JsonNode> schema) implements ScorerSpec {}

    /**
     * How close the answer is in meaning to the closest expected text, from −1 to 1.
     *
     * @param atLeast when present, the score is 1 for a similarity of at least this, and 0 for less
     */
    record EmbeddingSimilarity(Optional<Double> atLeast) implements ScorerSpec {}

    /** How texts are made comparable. */
    enum Normalise {
        /** Not at all. */
        STRICT,
        /** Lower case, without punctuation, articles and superfluous blanks, as SQuAD does. */
        SQUAD
    }

    /** Where the number of an answer is. */
    enum Extract {
        /** Behind the last {@code A:} or {@code ####}, as in GSM8K. */
        GSM8K,
        /** The last number of the answer. */
        LAST,
        /** The answer is the number. */
        WHOLE
    }
}
