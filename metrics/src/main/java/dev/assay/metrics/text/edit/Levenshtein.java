package dev.assay.metrics.text.edit;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.Characters;
import dev.assay.metrics.text.token.CodeTable;
import dev.assay.metrics.text.token.MatchMasks;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
                ? bytes(latinA, latinB)
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
        return bytes(pattern, other);
    }

    private static int bytes(byte[] a, byte[] b) {
        byte[] pattern = a.length <= b.length ? a : b;
        byte[] text = a.length <= b.length ? b : a;
        int from = Arrays.mismatch(pattern, text);
        if (from < 0 || from == pattern.length) {
            return text.length - pattern.length;
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
        int words = (m + 63) >>> 6;
        long[] masks = new long[words << 8];
        for (int i = 0; i < m; i++) {
            masks[(i >>> 6 << 8) + (pattern[from + i] & 0xFF)] |= 1L << i;
        }
        byte[] carries = new byte[n];
        Arrays.fill(carries, (byte) 1);
        int lastBit = (m - 1) & 63;
        for (int word = 0; word < words; ) {
            int left = words - word;
            int strip = left == 4 ? 2 : Math.min(left, 3);
            int outBit = strip == left ? lastBit : 63;
            switch (strip) {
                case 1 -> oneWord(text, from, masks, word << 8, outBit, carries);
                case 2 -> twoWords(text, from, masks, word << 8, outBit, carries);
                default -> threeWords(text, from, masks, word << 8, outBit, carries);
            }
            word += strip;
        }
        int distance = m;
        for (byte carry : carries) {
            distance += (carry & 1) - (carry >> 1);
        }
        return distance;
    }

    /**
     * Goes over the whole text with 64 rows of the table. The horizontal differences of the row above come in, one a character (bit
     * 0: +1, bit 1: -1), and those of the last row go out.
     */
    private static void oneWord(byte[] text, int from, long[] masks, int offset, int outBit, byte[] carries) {
        long vp = -1L;
        long vn = 0;
        for (int j = 0; j < carries.length; j++) {
            int in = carries[j];
            long x = masks[offset + (text[from + j] & 0xFF)] | (in >> 1);
            long d0 = (((x & vp) + vp) ^ vp) | x | vn;
            long hp = vn | ~(d0 | vp);
            long hn = d0 & vp;
            carries[j] = (byte) ((hp >>> outBit & 1) | (hn >>> outBit & 1) << 1);
            hp = hp << 1 | (in & 1);
            hn = hn << 1 | (in >> 1);
            vp = hn | ~(d0 | hp);
            vn = hp & d0;
        }
    }

    /** Like {@link #oneWord} with 128 rows, so that the differences of two words stay in registers. */
    private static void twoWords(byte[] text, int from, long[] masks, int offset, int outBit, byte[] carries) {
        long vp = -1L;
        long vn = 0;
        long vp2 = -1L;
        long vn2 = 0;
        int second = offset + 256;
        for (int j = 0; j < carries.length; j++) {
            int in = carries[j];
            int c = text[from + j] & 0xFF;
            long x = masks[offset + c] | (in >> 1);
            long d0 = (((x & vp) + vp) ^ vp) | x | vn;
            long hp = vn | ~(d0 | vp);
            long hn = d0 & vp;
            long hpOut = hp >>> 63;
            long hnOut = hn >>> 63;
            hp = hp << 1 | (in & 1);
            hn = hn << 1 | (in >> 1);
            vp = hn | ~(d0 | hp);
            vn = hp & d0;

            long x2 = masks[second + c] | hnOut;
            long d2 = (((x2 & vp2) + vp2) ^ vp2) | x2 | vn2;
            long hp2 = vn2 | ~(d2 | vp2);
            long hn2 = d2 & vp2;
            carries[j] = (byte) ((hp2 >>> outBit & 1) | (hn2 >>> outBit & 1) << 1);
            hp2 = hp2 << 1 | hpOut;
            hn2 = hn2 << 1 | hnOut;
            vp2 = hn2 | ~(d2 | hp2);
            vn2 = hp2 & d2;
        }
    }

    /** Like {@link #oneWord} with 192 rows: three chains of dependent operations keep the processor busy. */
    private static void threeWords(byte[] text, int from, long[] masks, int offset, int outBit, byte[] carries) {
        long vp = -1L;
        long vn = 0;
        long vp2 = -1L;
        long vn2 = 0;
        long vp3 = -1L;
        long vn3 = 0;
        for (int j = 0; j < carries.length; j++) {
            int in = carries[j];
            int c = offset + (text[from + j] & 0xFF);
            long x = masks[c] | (in >> 1);
            long d0 = (((x & vp) + vp) ^ vp) | x | vn;
            long hp = vn | ~(d0 | vp);
            long hn = d0 & vp;
            long hpOut = hp >>> 63;
            long hnOut = hn >>> 63;
            hp = hp << 1 | (in & 1);
            hn = hn << 1 | (in >> 1);
            vp = hn | ~(d0 | hp);
            vn = hp & d0;

            x = masks[c + 256] | hnOut;
            d0 = (((x & vp2) + vp2) ^ vp2) | x | vn2;
            hp = vn2 | ~(d0 | vp2);
            hn = d0 & vp2;
            long shiftedHp = hp << 1 | hpOut;
            long shiftedHn = hn << 1 | hnOut;
            hpOut = hp >>> 63;
            hnOut = hn >>> 63;
            vp2 = shiftedHn | ~(d0 | shiftedHp);
            vn2 = shiftedHp & d0;

            x = masks[c + 512] | hnOut;
            d0 = (((x & vp3) + vp3) ^ vp3) | x | vn3;
            hp = vn3 | ~(d0 | vp3);
            hn = d0 & vp3;
            shiftedHp = hp << 1 | hpOut;
            shiftedHn = hn << 1 | hnOut;
            carries[j] = (byte) ((hp >>> outBit & 1) | (hn >>> outBit & 1) << 1);
            vp3 = shiftedHn | ~(d0 | shiftedHp);
            vn3 = shiftedHp & d0;
        }
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
