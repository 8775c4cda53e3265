package dev.assay.metrics.text.edit;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.Characters;
import dev.assay.metrics.text.token.CodeTable;
import dev.assay.metrics.text.token.MatchMasks;
import java.nio.charset.StandardCharsets;

/**
 * Levenshtein distance, 64 cells of the table at a time.
 *
 * <p>Source: Myers 1999; Hyyrö 2003, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances".
 */
final class Levenshtein {

    /** Most steps of 64 cells that one computation may take. */
    static final long MAX_STEPS = 400_000_000;

    /** In bytes, the code of what the pattern does not have. */
    private static final int ABSENT = 255;

    private Levenshtein() {}

    static int distance(String a, String b) {
        byte[] latinA = a.getBytes(StandardCharsets.ISO_8859_1);
        byte[] latinB = b.getBytes(StandardCharsets.ISO_8859_1);
        return isSame(latinA, a) && isSame(latinB, b)
                ? LevenshteinStrips.distance(latinA, latinB)
                : distance(Characters.codePoints(a), Characters.codePoints(b));
    }

    /** Whether the text has no character but those of ISO 8859-1; others became question marks. */
    private static boolean isSame(byte[] latin, String text) {
        return new String(latin, StandardCharsets.ISO_8859_1).equals(text);
    }

    /** Distance of two sequences of codes of any kind (code points, words), which are at least 0. */
    static int distance(int[] a, int[] b) {
        int[] pattern = a.length <= b.length ? a : b;
        int[] text = a.length <= b.length ? b : a;
        CodeTable table = new CodeTable();
        int[] codes = new int[pattern.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = table.intern(pattern[i]);
        }
        if (table.size() <= ABSENT) {
            return narrow(codes, text, table);
        }
        requireSteps(pattern.length, text.length);
        MatchMasks masks = new MatchMasks(codes, table.size());
        Rows rows = new Rows(pattern.length);
        for (int symbol : text) {
            rows.step(masks.of(table.find(symbol)));
        }
        return rows.distance;
    }

    /** With few different codes in the pattern, they fit into bytes; the last byte stands for any other. */
    private static int narrow(int[] codes, int[] text, CodeTable table) {
        byte[] pattern = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            pattern[i] = (byte) codes[i];
        }
        byte[] other = new byte[text.length];
        for (int j = 0; j < text.length; j++) {
            int code = table.find(text[j]);
            other[j] = (byte) (code < 0 ? ABSENT : code);
        }
        return LevenshteinStrips.distance(pattern, other);
    }

    private static void requireSteps(long m, long n) {
        if ((m + 63) / 64 * n > MAX_STEPS) {
            throw MetricException.invalid(
                    "inputs",
                    "the texts are too long to align: " + m + " by " + n + " units, at most " + MAX_STEPS * 64
                            + " cells");
        }
    }

    /** The column of the table that was reached: vertical differences as bits, positive and negative ones interleaved. */
    static final class Rows {

        private final long[] verticals;
        private final int words;
        private final int last;
        private int distance;

        Rows(int m) {
            this.words = (m + 63) >>> 6;
            this.verticals = new long[2 * words];
            for (int w = 0; w < words; w++) {
                verticals[2 * w] = -1L;
            }
            this.last = (m - 1) & 63;
            this.distance = m;
        }

        int distance() {
            return distance;
        }

        long positive(int word) {
            return verticals[2 * word];
        }

        long negative(int word) {
            return verticals[2 * word + 1];
        }

        /** Goes on by one element of the text, whose mask is given. */
        void step(long[] mask) {
            long[] v = verticals;
            long hpCarry = 1;
            long hnCarry = 0;
            int lastWord = words - 1;
            for (int w = 0; w < lastWord; w++) {
                long vp = v[2 * w];
                long vn = v[2 * w + 1];
                long match = mask[w];
                long x = match | hnCarry;
                long d0 = (((x & vp) + vp) ^ vp) | x | vn;
                long hp = vn | ~(d0 | vp);
                long hn = d0 & vp;
                long hpShifted = hp << 1 | hpCarry;
                long hnShifted = hn << 1 | hnCarry;
                hpCarry = hp >>> 63;
                hnCarry = hn >>> 63;
                v[2 * w] = hnShifted | ~(d0 | hpShifted);
                v[2 * w + 1] = hpShifted & d0;
            }
            long vp = v[2 * lastWord];
            long vn = v[2 * lastWord + 1];
            long x = mask[lastWord] | hnCarry;
            long d0 = (((x & vp) + vp) ^ vp) | x | vn;
            long hp = vn | ~(d0 | vp);
            long hn = d0 & vp;
            distance += (int) (hp >>> last & 1) - (int) (hn >>> last & 1);
            long hpShifted = hp << 1 | hpCarry;
            long hnShifted = hn << 1 | hnCarry;
            v[2 * lastWord] = hnShifted | ~(d0 | hpShifted);
            v[2 * lastWord + 1] = hpShifted & d0;
        }
    }
}
