package dev.assay.metrics.text.answer;

import dev.assay.metrics.text.token.Characters;
import java.util.Locale;
import java.util.Optional;

/**
 * The letter that a free answer chooses. The rules, the first that finds a letter decides:
 *
 * <ol>
 *   <li>the last statement: {@code answer is B}, {@code Answer: (B)}, {@code \boxed{B}}, in any case, with brackets or emphasis;
 *   <li>the text starts with the letter alone or followed by a bracket, dot, colon, comma or line end: {@code B}, {@code (B) Paris},
 *       {@code B. Paris};
 *   <li>the only letter that stands alone in brackets, or else stands alone at all; an {@code A} or {@code I} before a word is
 *       English and not a choice. Two different letters are no answer.
 * </ol>
 *
 * Time is linear in the text.
 */
public final class MultipleChoice {

    private static final String OPENERS = "([{*_\"'`<$";
    private static final String CLOSERS = ")]}*_\"'`>$.:,;!?";

    private MultipleChoice() {}

    /**
     * Extracts the chosen letter.
     *
     * @param choices how many choices there are, lettered from A; 1 to 26
     * @return the letter in upper case, or empty when the answer names none or contradicts itself
     */
    public static Optional<Character> extract(String text, int choices) {
        char last = (char) ('A' + Math.clamp(choices, 1, 26) - 1);
        String answer = Characters.strip(text);
        Optional<Character> stated = lastStatement(answer, last);
        if (stated.isPresent()) {
            return stated;
        }
        Optional<Character> leading = leading(answer, last);
        return leading.isPresent() ? leading : onlyOne(answer, last);
    }

    private static Optional<Character> lastStatement(String text, char last) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.length() != text.length()) {
            lower = text; // a rare letter changed its length; offsets must stay
        }
        Optional<Character> result = Optional.empty();
        int resultAt = -1;
        for (String cue : new String[] {"answer", "boxed{", "option", "choice"}) {
            int at = lower.lastIndexOf(cue);
            while (at >= 0 && at > resultAt) {
                Optional<Character> letter = afterCue(text, lower, at + cue.length(), last);
                if (letter.isPresent()) {
                    result = letter;
                    resultAt = at;
                    break;
                }
                at = lower.lastIndexOf(cue, at - 1);
            }
        }
        return result;
    }

    private static Optional<Character> afterCue(String text, String lower, int from, char last) {
        int i = skip(text, from);
        for (String filler : new String[] {"is", "would be", "option", "choice", "letter"}) {
            if (lower.startsWith(filler, i) && i + filler.length() < text.length()) {
                i = skip(text, i + filler.length());
            }
        }
        if (i >= text.length()) {
            return Optional.empty();
        }
        char c = Character.toUpperCase(text.charAt(i));
        boolean chosen = c >= 'A' && c <= last && standsAlone(text, i) && !isArticle(text, i);
        return chosen ? Optional.of(c) : Optional.empty();
    }

    private static int skip(String text, int from) {
        int i = from;
        while (i < text.length()
                && (Character.isWhitespace(text.charAt(i))
                        || text.charAt(i) == ':'
                        || text.charAt(i) == '='
                        || OPENERS.indexOf(text.charAt(i)) >= 0)
                && i - from < 16) {
            i++;
        }
        return i;
    }

    private static Optional<Character> leading(String text, char last) {
        int i = skip(text, 0);
        if (i >= text.length() || !standsAlone(text, i)) {
            return Optional.empty();
        }
        char c = text.charAt(i);
        boolean whole = text.length() == i + 1;
        boolean closed = !whole && (CLOSERS.indexOf(text.charAt(i + 1)) >= 0 || text.charAt(i + 1) == '\n');
        char upper = Character.toUpperCase(c);
        boolean isLetter = upper >= 'A' && upper <= last;
        return isLetter && (whole || closed) ? Optional.of(upper) : Optional.empty();
    }

    private static Optional<Character> onlyOne(String text, char last) {
        Optional<Character> bracketed = single(text, last, true);
        return bracketed.isPresent() ? bracketed : single(text, last, false);
    }

    private static Optional<Character> single(String text, char last, boolean inBrackets) {
        char found = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 'A' || c > last || !standsAlone(text, i)) {
                continue;
            }
            boolean bracket = i > 0 && text.charAt(i - 1) == '(' && i + 1 < text.length() && text.charAt(i + 1) == ')';
            if (inBrackets ? !bracket : isArticle(text, i)) {
                continue;
            }
            if (found != 0 && found != c) {
                return Optional.empty();
            }
            found = c;
        }
        return found == 0 ? Optional.empty() : Optional.of(found);
    }

    private static boolean standsAlone(String text, int i) {
        boolean before = i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1));
        boolean after = i + 1 >= text.length()
                || (!Character.isLetterOrDigit(text.charAt(i + 1)) && text.charAt(i + 1) != '\'');
        return before && after && Character.isLetter(text.charAt(i));
    }

    /** An A or I that is followed by a space and a word in lower case. */
    private static boolean isArticle(String text, int i) {
        char c = Character.toUpperCase(text.charAt(i));
        return (c == 'A' || c == 'I')
                && i + 2 < text.length()
                && text.charAt(i + 1) == ' '
                && Character.isLowerCase(text.charAt(i + 2));
    }
}
