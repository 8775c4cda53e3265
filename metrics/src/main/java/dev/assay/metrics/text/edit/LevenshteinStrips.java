package dev.assay.metrics.text.edit;

import dev.assay.metrics.MetricException;
import java.util.Arrays;

/**
 * Levenshtein distance of two sequences of bytes: the table in strips of up to 192 rows, each strip only as wide as the band around the
 * diagonal that a path of the distance can reach. Beside the band every step costs an edit, which is what an edit there could cost at
 * most; so a first, narrow band gives the distance or a bound of it, and the band of that bound gives the distance.
 *
 * <p>Source: Myers 1999 and Hyyrö 2003 for 64 cells at a time; Ukkonen 1985 for the band.
 */
final class LevenshteinStrips {

    /** Most steps of 64 cells that one computation may take. */
    static final long MAX_STEPS = 100_000_000;

    private static final int SLACK = 32;

    private final byte[] text;
    private final int from;
    private final int m;
    private final int n;
    private final int words;
    private final int padding;
    private final long[] masks;
    private final byte[] carries;

    private LevenshteinStrips(byte[] pattern, byte[] text, int from, int m, int n) {
        this.text = text;
        this.from = from;
        this.m = m;
        this.n = n;
        this.words = (m + 63) >>> 6;
        this.padding = (words << 6) - m;
        this.masks = new long[words << 8];
        for (int i = 0; i < m; i++) {
            int bit = padding + i;
            masks[(bit >>> 6 << 8) + (pattern[from + i] & 0xFF)] |= 1L << bit;
        }
        this.carries = new byte[n];
    }

    static int distance(byte[] a, byte[] b) {
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
        return m == 0 ? n : new LevenshteinStrips(pattern, text, from, m, n).distance();
    }

    private int distance() {
        int bound = n - m + n / 3 + SLACK;
        int distance = within(Math.min(bound, n));
        return distance <= bound ? distance : within(distance);
    }

    /** The distance if it is at most the bound, otherwise the length of some way to edit one into the other. */
    private int within(int bound) {
        int below = (bound - (n - m)) / 2;
        int above = below + n - m;
        requireSteps((long) below + above);
        Arrays.fill(carries, (byte) 1);
        int corner = 0;
        int start = 0;
        for (int word = 0; word < words; word += 2) {
            int first = Math.max(0, (word << 6) - padding);
            int last = Math.min(words, word + 2);
            int rows = (last << 6) - padding - first;
            for (int left = first - below; start < left; start++) {
                corner += (carries[start] & 1) - (carries[start] >> 1);
            }
            int stop = (int) Math.min(n, (long) first + rows + above);
            long edge = word == 0 ? -1L << padding : -1L;
            if (last - word == 1) {
                oneWord(start, stop, word << 8, edge);
            } else {
                twoWords(start, stop, word << 8, edge);
            }
            corner += rows;
        }
        int distance = corner;
        for (int j = start; j < n; j++) {
            distance += (carries[j] & 1) - (carries[j] >> 1);
        }
        return distance;
    }

    private void requireSteps(long band) {
        long steps = (m + 63L) / 64 * Math.min(n, band + 128);
        if (steps > MAX_STEPS) {
            throw MetricException.invalid(
                    "inputs",
                    "the texts are too long to align: " + m + " by " + n + " units, at most " + MAX_STEPS * 64
                            + " cells");
        }
    }

    /**
     * Goes over the text from one column to another with 64 rows of the table. The horizontal differences of the row above come in, one
     * a character (bit 0: +1, bit 1: -1), and those of the last row go out.
     *
     * @param vp the vertical differences of +1 at the left edge
     */
    private void oneWord(int start, int stop, int offset, long vp) {
        byte[] symbols = text;
        byte[] edges = carries;
        long[] matches = masks;
        int shift = from;
        long positive = vp;
        long negative = 0;
        for (int j = start; j < stop; j++) {
            int in = edges[j];
            long x = matches[offset + (symbols[shift + j] & 0xFF)] | (in >> 1);
            long d0 = (((x & positive) + positive) ^ positive) | (x | negative);
            long hp = negative | ~(d0 | positive);
            long hn = d0 & positive;
            edges[j] = (byte) ((hp >>> 63) + 2 * (hn >>> 63));
            hp = 2 * hp + (in & 1);
            positive = (2 * hn + (in >> 1)) | ~(d0 | hp);
            negative = hp & d0;
        }
    }

    /** Like {@link #oneWord} with 128 rows, so that the differences of two words stay in registers. */
    private void twoWords(int start, int stop, int offset, long vp) {
        byte[] symbols = text;
        byte[] edges = carries;
        long[] matches = masks;
        int shift = from;
        long positive = vp;
        long negative = 0;
        long positive2 = -1L;
        long negative2 = 0;
        for (int j = start; j < stop; j++) {
            int in = edges[j];
            int c = offset + (symbols[shift + j] & 0xFF);
            long x = matches[c] | (in >> 1);
            long d0 = (((x & positive) + positive) ^ positive) | (x | negative);
            long hp = negative | ~(d0 | positive);
            long hn = d0 & positive;
            long hpOut = hp >>> 63;
            long hnOut = hn >>> 63;
            hp = 2 * hp + (in & 1);
            positive = (2 * hn + (in >> 1)) | ~(d0 | hp);
            negative = hp & d0;

            x = matches[c + 256] | hnOut;
            d0 = (((x & positive2) + positive2) ^ positive2) | (x | negative2);
            hp = negative2 | ~(d0 | positive2);
            hn = d0 & positive2;
            edges[j] = (byte) ((hp >>> 63) + 2 * (hn >>> 63));
            hp = 2 * hp + hpOut;
            positive2 = (2 * hn + hnOut) | ~(d0 | hp);
            negative2 = hp & d0;
        }
    }
}
