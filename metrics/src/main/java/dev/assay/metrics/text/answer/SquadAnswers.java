package dev.assay.metrics.text.answer;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.Characters;
import dev.assay.metrics.text.token.LowerCase;
import dev.assay.metrics.text.token.TextHash;
import java.util.Arrays;
import java.util.List;

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

    private SquadAnswers() {}

    /** The text as the comparison sees it. */
    public static String normalize(String text) {
        PlainWords plain = PlainWords.of(text);
        if (plain != null) {
            return plain.join();
        }
        Normalized normalized = new Normalized(text);
        return new String(normalized.chars, 0, normalized.length);
    }

    /** True when the normalised texts are equal. */
    public static boolean exactMatch(String prediction, String reference) {
        PlainWords plainA = PlainWords.of(prediction);
        PlainWords plainB = plainA == null ? null : PlainWords.of(reference);
        if (plainA != null && plainB != null) {
            return plainA.sameAs(plainB);
        }
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
        PlainWords plainA = PlainWords.of(prediction);
        PlainWords plainB = plainA == null ? null : PlainWords.of(reference);
        if (plainA != null && plainB != null) {
            int shared = plainA.count() == 0 || plainB.count() == 0 ? 0 : plainA.shared(plainB);
            return f1(plainA.count(), plainB.count(), shared, rules);
        }
        Normalized a = new Normalized(prediction);
        Normalized b = new Normalized(reference);
        return f1(a.tokens, b.tokens, a.tokens == 0 || b.tokens == 0 ? 0 : shared(a, b), rules);
    }

    private static double f1(int tokensA, int tokensB, int shared, Rules rules) {
        if (tokensA == 0 || tokensB == 0) {
            return switch (rules) {
                case V1_1 -> 0;
                case V2_0 -> tokensA == tokensB ? 1 : 0;
            };
        }
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

    /** Counts words of b in a table by their hash and characters, then takes those of a out of it. */
    private static int shared(Normalized a, Normalized b) {
        int mask = (Integer.highestOneBit(b.tokens) << 2) - 1;
        int[] slots = new int[mask + 1];
        int[] counts = new int[b.tokens];
        for (int i = 0; i < b.tokens; i++) {
            int slot = slot(b, i, b, slots, mask);
            if (slots[slot] == 0) {
                slots[slot] = i + 1;
            }
            counts[slots[slot] - 1]++;
        }
        int shared = 0;
        for (int i = 0; i < a.tokens; i++) {
            int found = slots[slot(a, i, b, slots, mask)] - 1;
            if (found >= 0 && counts[found] > 0) {
                counts[found]--;
                shared++;
            }
        }
        return shared;
    }

    private static int slot(Normalized text, int token, Normalized table, int[] slots, int mask) {
        long hash = text.hashes[token];
        int slot = (int) (hash >>> 32) & mask;
        while (true) {
            int found = slots[slot] - 1;
            if (found < 0 || (table.hashes[found] == hash && text.equalTokens(token, table, found))) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** A normalised text: words separated by single spaces, in a buffer that may be longer. */
    private static final class Normalized {

        private char[] chars;
        private int length;
        private int written;
        private int wordFrom;
        private int runFrom;
        private int[] ends;
        private long[] hashes;
        private int tokens;

        Normalized(String text) {
            this.chars = LowerCase.of(text).toCharArray();
            this.ends = new int[chars.length / 2 + 1];
            this.hashes = new long[ends.length];
            general();
            split();
        }

        private int start(int token) {
            return token == 0 ? 0 : ends[token - 1] + 1;
        }

        boolean equalTokens(int token, Normalized other, int otherToken) {
            int i = start(token);
            int end = ends[token];
            int k = other.start(otherToken);
            if (end - i != other.ends[otherToken] - k) {
                return false;
            }
            while (i < end && chars[i] == other.chars[k]) {
                i++;
                k++;
            }
            return i == end;
        }

        private void addToken(int end, long hash) {
            ends[tokens] = end;
            hashes[tokens++] = TextHash.finish(hash);
        }

        /** Finds the words of a text that is normalised already. */
        private void split() {
            long hash = 0;
            for (int i = 0; i < length; i++) {
                if (chars[i] == ' ') {
                    addToken(i, hash);
                    hash = 0;
                } else {
                    hash = TextHash.add(hash, chars[i]);
                }
            }
            if (length > 0) {
                addToken(length, hash);
            }
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
