package dev.assay.metrics.text.token;

import java.util.Arrays;

/**
 * Counts the n-grams that a sequence of codes shares with others, each at most as often as the other has it. Exact: n-grams are told
 * apart by their codes, not by hashes. Time and memory are linear in the lengths times the order.
 */
public final class NgramMatches {

    private NgramMatches() {}

    /**
     * Shared n-grams of the orders 1 to {@code matches.length}.
     *
     * @param hypothesis codes, -1 for those that no reference has
     * @param references codes from 0 to {@code vocabulary - 1}; with several, an n-gram counts as often as the one that has it most
     * @param vocabulary number of different codes
     * @param matches receives the counts, order 1 first
     */
    public static void count(int[] hypothesis, int[][] references, int vocabulary, long[] matches) {
        int orders = matches.length;
        int positions = 0;
        for (int[] reference : references) {
            positions += reference.length;
        }
        PairTable table = new PairTable(Math.min(positions * Math.max(1, orders - 1), 1 << 13));
        int[] available = new int[vocabulary + Math.min(positions * (orders - 1) + 1, 1 << 13)];
        for (int r = 0; r < references.length; r++) {
            int[] counts = r == 0 ? available : new int[available.length];
            counts = countReference(references[r], vocabulary, orders, table, counts);
            available = r == 0 ? counts : larger(available, counts);
        }
        match(hypothesis, vocabulary, table, available, matches);
    }

    private static int[] countReference(int[] reference, int vocabulary, int orders, PairTable table, int[] into) {
        int[] counts = into;
        int[] codes = reference.clone();
        for (int code : codes) {
            counts[code]++;
        }
        for (int n = 2; n <= orders; n++) {
            for (int i = 0; i + n <= reference.length; i++) {
                int code = vocabulary + table.intern(PairTable.key(codes[i], reference[i + n - 1]));
                codes[i] = code;
                if (code >= counts.length) {
                    counts = Arrays.copyOf(counts, counts.length * 2);
                }
                counts[code]++;
            }
        }
        return counts;
    }

    private static int[] larger(int[] a, int[] b) {
        int[] result = a.length >= b.length ? a : Arrays.copyOf(a, b.length);
        for (int i = 0; i < b.length; i++) {
            result[i] = Math.max(result[i], b[i]);
        }
        return result;
    }

    private static void match(int[] hypothesis, int vocabulary, PairTable table, int[] available, long[] matches) {
        int[] codes = hypothesis.clone();
        long found = 0;
        for (int code : codes) {
            if (code >= 0 && available[code] > 0) {
                available[code]--;
                found++;
            }
        }
        matches[0] = found;
        for (int n = 2; n <= matches.length; n++) {
            found = 0;
            for (int i = 0; i + n <= hypothesis.length; i++) {
                int last = hypothesis[i + n - 1];
                if (codes[i] < 0 || last < 0) {
                    codes[i] = -1;
                    continue;
                }
                int pair = table.find(PairTable.key(codes[i], last));
                if (pair < 0) {
                    codes[i] = -1;
                    continue;
                }
                int code = vocabulary + pair;
                codes[i] = code;
                if (available[code] > 0) {
                    available[code]--;
                    found++;
                }
            }
            matches[n - 1] = found;
        }
    }
}
