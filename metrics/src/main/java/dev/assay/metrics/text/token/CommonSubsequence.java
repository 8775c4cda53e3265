package dev.assay.metrics.text.token;

import dev.assay.metrics.MetricException;
import java.util.Arrays;

/**
 * The longest common subsequence of two sequences of codes, 64 cells of the table at a time.
 *
 * <p>Source: Hyyrö 2004, "Bit-parallel LCS-length computation revisited".
 */
public final class CommonSubsequence {

    /** Most steps of 64 cells that one computation may take: about two texts of 160,000 characters. */
    public static final long MAX_STEPS = 400_000_000;

    private static final long MAX_STORED = 16_000_000;

    private CommonSubsequence() {}

    /**
     * Length of the longest common subsequence.
     *
     * @param pattern codes from 0 to {@code vocabulary - 1}
     * @param text codes, -1 for those that the pattern lacks
     * @throws MetricException when the texts are too long
     */
    public static int length(int[] pattern, int[] text, int vocabulary) {
        int from = 0;
        int shorter = Math.min(pattern.length, text.length);
        while (from < shorter && pattern[from] == text[from]) {
            from++;
        }
        int end = 0;
        while (end < shorter - from && pattern[pattern.length - 1 - end] == text[text.length - 1 - end]) {
            end++;
        }
        int same = from + end;
        if (same == shorter) {
            return shorter;
        }
        int[] rest = same == 0 ? pattern : Arrays.copyOfRange(pattern, from, pattern.length - end);
        requireSteps(rest.length, text.length - same, MAX_STEPS);
        MatchMasks masks = new MatchMasks(rest, vocabulary);
        if (masks.words() == 1) {
            return same + oneWord(masks, text, from, text.length - end);
        }
        long[] row = new long[masks.words()];
        Arrays.fill(row, -1L);
        for (int j = from; j < text.length - end; j++) {
            step(row, masks.of(text[j]));
        }
        return same + zeros(row, rest.length);
    }

    private static int oneWord(MatchMasks masks, int[] text, int from, int to) {
        long row = -1L;
        for (int j = from; j < to; j++) {
            long matched = row & masks.of(text[j])[0];
            row = (row + matched) | (row - matched);
        }
        return Long.bitCount(~row);
    }

    /**
     * Marks the positions of the pattern that one longest common subsequence takes, the one that ROUGE's reference implementation
     * reads out: from the end backwards, a match is taken, otherwise the text is left behind when that keeps more, otherwise the
     * pattern.
     *
     * @throws MetricException when the texts are too long
     */
    public static void mark(int[] pattern, int[] text, MatchMasks masks, boolean[] marked) {
        int words = masks.words();
        requireSteps(pattern.length, text.length, MAX_STORED);
        long[] rows = new long[words * (text.length + 1)];
        long[] row = new long[words];
        Arrays.fill(row, -1L);
        for (int j = 0; j < text.length; j++) {
            step(row, masks.of(text[j]));
            System.arraycopy(row, 0, rows, (j + 1) * words, words);
        }
        int i = pattern.length;
        int j = text.length;
        while (i > 0 && j > 0) {
            if (pattern[i - 1] == text[j - 1]) {
                marked[i - 1] = true;
                i--;
                j--;
            } else if ((rows[j * words + ((i - 1) >>> 6)] >>> (i - 1) & 1) == 0) {
                j--;
            } else {
                i--;
            }
        }
    }

    private static void step(long[] row, long[] mask) {
        long carry = 0;
        for (int w = 0; w < row.length; w++) {
            long v = row[w];
            long matched = v & mask[w];
            long sum = v + matched;
            long carried = sum + carry;
            carry = Long.compareUnsigned(sum, v) < 0 || Long.compareUnsigned(carried, sum) < 0 ? 1 : 0;
            row[w] = carried | (v - matched);
        }
    }

    private static int zeros(long[] row, int length) {
        int zeros = 0;
        for (int w = 0; w < row.length; w++) {
            long inside = w == row.length - 1 && (length & 63) != 0 ? (1L << length) - 1 : -1L;
            zeros += Long.bitCount(~row[w] & inside);
        }
        return zeros;
    }

    static void requireSteps(long pattern, long text, long limit) {
        if ((pattern + 63) / 64 * text > limit) {
            throw MetricException.invalid(
                    "inputs",
                    "the texts are too long to align: " + pattern + " by " + text + " units, at most " + limit * 64
                            + " cells");
        }
    }
}
