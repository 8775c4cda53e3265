package dev.assay.metrics.text.answer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.assay.metrics.MetricException;
import java.util.Optional;

/**
 * A pattern in RE2 syntax (no back references, no look-around), matched in time linear in the text, whatever the pattern. Build it
 * once and use it for many texts; immutable and thread-safe.
 */
public final class RegexMatch {

    /** Longest pattern that is accepted, in UTF-16 units. */
    public static final int MAX_PATTERN_LENGTH = 5_000;

    /** Most states that a pattern may have once its counted repetitions are written out. */
    public static final int MAX_STATES = 10_000;

    /** Most steps, counted as states times characters, that one match may take. */
    public static final long MAX_STEPS = 50_000_000;

    private final Pattern pattern;
    private final int states;

    private RegexMatch(Pattern pattern, int states) {
        this.pattern = pattern;
        this.states = states;
    }

    /**
     * Compiles a pattern. {@code (?i)}, {@code (?s)}, {@code (?m)} inside it set flags.
     *
     * @param field where the pattern came from, for the error
     * @throws MetricException when it is too long, is no RE2 pattern, or is too big once its repetitions are written out
     */
    public static RegexMatch compile(String field, String pattern, boolean ignoreCase) {
        if (pattern.length() > MAX_PATTERN_LENGTH) {
            throw MetricException.invalid(field, "longer than " + MAX_PATTERN_LENGTH + " characters");
        }
        int states = PatternSize.states(pattern, MAX_STATES);
        if (states > MAX_STATES) {
            throw MetricException.invalid(
                    field, "more than " + MAX_STATES + " states once its repetitions are written out");
        }
        try {
            return new RegexMatch(Pattern.compile(pattern, ignoreCase ? Pattern.CASE_INSENSITIVE : 0), states);
        } catch (PatternSyntaxException e) {
            throw MetricException.invalid(field, "no RE2 pattern: " + e.getMessage());
        }
    }

    /**
     * True when the pattern occurs somewhere in the text.
     *
     * @throws MetricException when the text is too long for a pattern of this size
     */
    public boolean find(String text) {
        return matcher(text).find();
    }

    /**
     * True when the pattern matches the whole text.
     *
     * @throws MetricException when the text is too long for a pattern of this size
     */
    public boolean matches(String text) {
        return matcher(text).matches();
    }

    /**
     * The last match's first group, or the whole last match when the pattern has no group or it took no part.
     *
     * @throws MetricException when the text is too long for a pattern of this size
     */
    public Optional<String> extractLast(String text) {
        Matcher matcher = matcher(text);
        Optional<String> result = Optional.empty();
        while (matcher.find()) {
            String group = pattern.groupCount() > 0 ? matcher.group(1) : null;
            result = Optional.of(group != null ? group : matcher.group());
        }
        return result;
    }

    private Matcher matcher(String text) {
        if ((long) text.length() * states > MAX_STEPS) {
            throw MetricException.invalid(
                    "prediction",
                    "too long for a pattern of " + states + " states: at most " + MAX_STEPS / states + " characters");
        }
        return pattern.matcher(text);
    }
}
