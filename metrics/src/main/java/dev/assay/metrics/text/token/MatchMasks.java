package dev.assay.metrics.text.token;

import java.util.Arrays;

/**
 * For each code the positions where a pattern has it, as bits in 64-bit words. Codes that are frequent keep their words; the words of
 * a rare one are set up when asked for, so that memory stays linear in the pattern. Not thread-safe.
 */
public final class MatchMasks {

    private final int words;
    private final long[][] dense;
    private final int[] firsts;
    private final int[] positions;
    private final long[] scratch;
    private int scratchCode = -1;

    /**
     * Masks of a pattern.
     *
     * @param codes from 0 to {@code vocabulary - 1}
     */
    public MatchMasks(int[] codes, int vocabulary) {
        this.words = (codes.length + 63) >>> 6;
        this.firsts = new int[vocabulary + 1];
        for (int code : codes) {
            firsts[code + 1]++;
        }
        this.dense = new long[vocabulary][];
        for (int code = 0; code < vocabulary; code++) {
            if (firsts[code + 1] >= words || words <= 4) {
                dense[code] = new long[words];
            }
            firsts[code + 1] += firsts[code];
        }
        this.positions = new int[codes.length];
        int[] next = Arrays.copyOf(firsts, vocabulary);
        for (int i = 0; i < codes.length; i++) {
            int code = codes[i];
            positions[next[code]++] = i;
            long[] mask = dense[code];
            if (mask != null) {
                mask[i >>> 6] |= 1L << i;
            }
        }
        this.scratch = new long[words];
    }

    /** Number of 64-bit words that the pattern takes. */
    public int words() {
        return words;
    }

    /** The mask of a code; all zero for -1. The array is valid until the next call and must not be changed. */
    public long[] of(int code) {
        if (code >= 0 && dense[code] != null) {
            return dense[code];
        }
        if (code == scratchCode) {
            return scratch;
        }
        if (scratchCode >= 0) {
            for (int p = firsts[scratchCode]; p < firsts[scratchCode + 1]; p++) {
                scratch[positions[p] >>> 6] = 0;
            }
        }
        scratchCode = code;
        if (code >= 0) {
            for (int p = firsts[code]; p < firsts[code + 1]; p++) {
                scratch[positions[p] >>> 6] |= 1L << positions[p];
            }
        }
        return scratch;
    }
}
