package dev.assay.metrics.text.answer;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.Characters;
import dev.assay.metrics.text.token.TokenTable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Exact match and token F1 by the rules of the SQuAD evaluation scripts: lower-case, remove the punctuation of ASCII, remove the words
 * {@code a}, {@code an} and {@code the}, and collapse white space. Word boundaries know the letters of every script. Only ASCII
 * punctuation is removed; a typographic quotation mark stays.
 *
 * <p>Source: Rajpurkar et al. 2016 and 2018, evaluation scripts v1.1 and v2.0.
 */
public final class SquadAnswers {

    /** Which script's rule holds when an answer has no words left. */
    public enum Rules {
        /** F1 is 0 when nothing is shared, two empty answers included. */
        V1_1,
        /** F1 is 1 when both answers are empty after normalisation, and 0 when one is. */
        V2_0
    }

    /** In ASCII: 0 = removed, a space = white space, 1 = needs the general path, otherwise the lower-case character. */
    private static final byte[] FAST = new byte[128];

    static {
        for (int c = 0; c < 128; c++) {
            if (Characters.isSpace(c)) {
                FAST[c] = ' ';
            } else if (Characters.isAsciiPunctuation(c)) {
                FAST[c] = 0;
            } else {
                FAST[c] = (byte) (c < 0x20 || c == 0x7F ? 1 : Character.toLowerCase(c));
            }
        }
    }

    private SquadAnswers() {}

    /** The text as the comparison sees it. */
    public static String normalize(String text) {
        Normalized normalized = new Normalized(text);
        return new String(normalized.chars, 0, normalized.length);
    }

    /** True when the normalised texts are equal. */
    public static boolean exactMatch(String prediction, String reference) {
        Normalized a = new Normalized(prediction);
        Normalized b = new Normalized(reference);
        return Arrays.equals(a.chars, 0, a.length, b.chars, 0, b.length);
    }

    /**
     * True when the prediction equals one of the references after normalisation.
     *
     * @throws MetricException when there is no reference
     */
    public static boolean exactMatch(String prediction, List<String> references) {
        requireReferences(references);
        return references.stream().anyMatch(reference -> exactMatch(prediction, reference));
    }

    /** Harmonic mean of the shares of shared words, each counted as often as both have it; from 0 to 1. */
    public static double f1(String prediction, String reference, Rules rules) {
        Normalized a = new Normalized(prediction);
        Normalized b = new Normalized(reference);
        int tokensA = a.countTokens();
        int tokensB = b.countTokens();
        if (tokensA == 0 || tokensB == 0) {
            return switch (rules) {
                case V1_1 -> 0;
                case V2_0 -> tokensA == tokensB ? 1 : 0;
            };
        }
        int shared = shared(a, b, tokensB);
        if (shared == 0) {
            return 0;
        }
        double precision = (double) shared / tokensA;
        double recall = (double) shared / tokensB;
        return 2 * precision * recall / (precision + recall);
    }

    /**
     * The best F1 over the references.
     *
     * @throws MetricException when there is no reference
     */
    public static double f1(String prediction, List<String> references, Rules rules) {
        requireReferences(references);
        double best = 0;
        for (String reference : references) {
            best = Math.max(best, f1(prediction, reference, rules));
        }
        return best;
    }

    private static void requireReferences(List<String> references) {
        if (references.isEmpty()) {
            throw MetricException.invalid("references", "at least one is required");
        }
    }

    private static int shared(Normalized a, Normalized b, int tokensB) {
        TokenTable table = new TokenTable(tokensB);
        int[] counts = new int[tokensB];
        for (int from = 0; from < b.length; ) {
            int to = b.tokenEnd(from);
            counts[table.intern(b.chars, from, to)]++;
            from = to + 1;
        }
        int shared = 0;
        for (int from = 0; from < a.length; ) {
            int to = a.tokenEnd(from);
            int id = table.find(a.chars, from, to);
            if (id >= 0 && counts[id] > 0) {
                counts[id]--;
                shared++;
            }
            from = to + 1;
        }
        return shared;
    }

    /** A normalised text: words separated by single spaces, in a buffer that may be longer. */
    private static final class Normalized {

        private char[] chars;
        private int length;
        private int written;
        private int wordFrom;
        private int runFrom;

        Normalized(String text) {
            this.chars = text.toCharArray();
            if (!fast()) {
                String lower = text.toLowerCase(Locale.ROOT);
                this.chars = lower.toCharArray();
                general();
            }
        }

        int countTokens() {
            int count = length == 0 ? 0 : 1;
            for (int i = 0; i < length; i++) {
                if (chars[i] == ' ') {
                    count++;
                }
            }
            return count;
        }

        int tokenEnd(int from) {
            int to = from;
            while (to < length && chars[to] != ' ') {
                to++;
            }
            return to;
        }

        /** In place for plain ASCII; false, with the buffer spoilt, at the first other character. */
        private boolean fast() {
            char[] c = chars;
            int out = 0;
            int word = 0;
            for (int i = 0; i < c.length; i++) {
                if (c[i] >= 128) {
                    return false;
                }
                byte mapped = FAST[c[i]];
                if (mapped > ' ') {
                    c[out++] = (char) mapped;
                } else if (mapped == ' ') {
                    if (isArticle(c, word, out)) {
                        out = word;
                    } else if (out > word) {
                        c[out++] = ' ';
                        word = out;
                    }
                } else if (mapped != 0) {
                    return false;
                }
            }
            if (isArticle(c, word, out)) {
                out = word;
            }
            length = out > 0 && out == word ? out - 1 : out;
            return true;
        }

        /** In place for any text that is in lower case already. */
        private void general() {
            int limit = chars.length;
            for (int i = 0; i < limit; ) {
                int c = Character.codePointAt(chars, i, limit);
                int size = Character.charCount(c);
                if (Characters.isSpace(c)) {
                    endRun();
                    endWord();
                } else if (!Characters.isAsciiPunctuation(c)) {
                    boolean word = Characters.isWord(c);
                    if (!word) {
                        endRun();
                    }
                    for (int k = 0; k < size; k++) {
                        chars[written++] = chars[i + k];
                    }
                    if (!word) {
                        runFrom = written;
                    }
                }
                i += size;
            }
            endRun();
            boolean openWord = written > wordFrom;
            length = openWord || written == 0 ? written : written - 1;
        }

        /** A run of word characters that is an article becomes a space, even in the middle of a word. */
        private void endRun() {
            if (isArticle(chars, runFrom, written)) {
                written = runFrom;
                endWord();
            }
            runFrom = written;
        }

        private void endWord() {
            if (written > wordFrom) {
                chars[written++] = ' ';
            }
            wordFrom = written;
            runFrom = written;
        }

        private static boolean isArticle(char[] c, int from, int to) {
            return switch (to - from) {
                case 1 -> c[from] == 'a';
                case 2 -> c[from] == 'a' && c[from + 1] == 'n';
                case 3 -> c[from] == 't' && c[from + 1] == 'h' && c[from + 2] == 'e';
                default -> false;
            };
        }
    }
}
