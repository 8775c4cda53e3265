package dev.assay.metrics.text.edit;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.Characters;
import dev.assay.metrics.text.token.CodeTable;
import dev.assay.metrics.text.token.MatchMasks;

/**
 * Levenshtein distance, 64 cells of the table at a time.
 *
 * <p>Source: Myers 1999; Hyyrö 2003, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances".
 */
final class Levenshtein {

    /** Most steps of 64 cells that one computation may take. */
    static final long MAX_STEPS = 400_000_000;

    private Levenshtein() {}

    static int distance(String a, String b) {
        if (isLatin(a) && isLatin(b)) {
            return latin(a, b);
        }
        return distance(Characters.codePoints(a), Characters.codePoints(b));
    }

    /** Distance of two sequences of codes of any kind (code points, words), which are at least 0. */
    static int distance(int[] a, int[] b) {
        int[] pattern = a.length <= b.length ? a : b;
        int[] text = a.length <= b.length ? b : a;
        int from = 0;
        while (from < pattern.length && pattern[from] == text[from]) {
            from++;
        }
        int end = 0;
        while (end < pattern.length - from && pattern[pattern.length - 1 - end] == text[text.length - 1 - end]) {
            end++;
        }
        int m = pattern.length - from - end;
        int n = text.length - from - end;
        if (m == 0) {
            return n;
        }
        requireSteps(m, n);
        CodeTable table = new CodeTable();
        int[] codes = new int[m];
        for (int i = 0; i < m; i++) {
            codes[i] = table.intern(pattern[from + i]);
        }
        MatchMasks masks = new MatchMasks(codes, table.size());
        Rows rows = new Rows(m);
        for (int j = 0; j < n; j++) {
            rows.step(masks.of(table.find(text[from + j])), 0);
        }
        return rows.distance;
    }

    private static boolean isLatin(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 255) {
                return false;
            }
        }
        return true;
    }

    /** Without tables of codes: the masks of the 256 characters lie in one array. */
    private static int latin(String a, String b) {
        String pattern = a.length() <= b.length() ? a : b;
        String text = a.length() <= b.length() ? b : a;
        int from = 0;
        while (from < pattern.length() && pattern.charAt(from) == text.charAt(from)) {
            from++;
        }
        int end = 0;
        while (end < pattern.length() - from
                && pattern.charAt(pattern.length() - 1 - end) == text.charAt(text.length() - 1 - end)) {
            end++;
        }
        int m = pattern.length() - from - end;
        int n = text.length() - from - end;
        if (m == 0) {
            return n;
        }
        requireSteps(m, n);
        int words = (m + 63) >>> 6;
        long[] masks = new long[words << 8];
        for (int i = 0; i < m; i++) {
            masks[pattern.charAt(from + i) * words + (i >>> 6)] |= 1L << i;
        }
        if (words == 1) {
            return oneWord(masks, text, from, n, m);
        }
        Rows rows = new Rows(m);
        for (int j = 0; j < n; j++) {
            rows.step(masks, text.charAt(from + j) * words);
        }
        return rows.distance;
    }

    private static int oneWord(long[] masks, String text, int from, int n, int m) {
        long vp = -1L;
        long vn = 0;
        int distance = m;
        int last = m - 1;
        for (int j = 0; j < n; j++) {
            long match = masks[text.charAt(from + j)];
            long d0 = (((match & vp) + vp) ^ vp) | match | vn;
            long hp = vn | ~(d0 | vp);
            long hn = d0 & vp;
            distance += (int) (hp >>> last & 1) - (int) (hn >>> last & 1);
            hp = hp << 1 | 1;
            hn <<= 1;
            vp = hn | ~(d0 | hp);
            vn = hp & d0;
        }
        return distance;
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
            this.last = m - 1 & 63;
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

        /** Goes on by one element of the text, whose mask starts at an offset of the array. */
        void step(long[] masks, int offset) {
            long[] v = verticals;
            long hpCarry = 1;
            long hnCarry = 0;
            int lastWord = words - 1;
            for (int w = 0; w < lastWord; w++) {
                long vp = v[2 * w];
                long vn = v[2 * w + 1];
                long match = masks[offset + w];
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
            long x = masks[offset + lastWord] | hnCarry;
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
