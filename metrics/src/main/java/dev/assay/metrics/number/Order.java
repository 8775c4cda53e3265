package dev.assay.metrics.number;

import java.util.Arrays;

/** The order of doubles, by a stable radix sort of their indices in O(n). */
final class Order {

    private static final int BITS = 11;
    private static final int BUCKETS = 1 << BITS;
    private static final int PASSES = 6;

    private Order() {}

    static int[] identity(int n) {
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        return order;
    }

    /** Reorders {@code order} so that it lists rows by rising value, equal ones as before. No value may be NaN. */
    static void sort(double[] values, int[] order) {
        int n = order.length;
        long[] keys = new long[n];
        int[][] counts = new int[PASSES][BUCKETS];
        for (int i = 0; i < n; i++) {
            long bits = Double.doubleToRawLongBits(values[order[i]] + 0.0);
            long key = bits ^ (bits >> 63 | Long.MIN_VALUE);
            keys[i] = key;
            for (int pass = 0; pass < PASSES; pass++) {
                counts[pass][bucket(key, pass)]++;
            }
        }
        long[] spareKeys = new long[n];
        int[] from = order;
        int[] to = new int[n];
        for (int pass = 0; pass < PASSES && n > 0; pass++) {
            int[] starts = counts[pass];
            if (starts[bucket(keys[0], pass)] == n) {
                continue;
            }
            int sum = 0;
            for (int b = 0; b < BUCKETS; b++) {
                int count = starts[b];
                starts[b] = sum;
                sum += count;
            }
            for (int i = 0; i < n; i++) {
                int place = starts[bucket(keys[i], pass)]++;
                spareKeys[place] = keys[i];
                to[place] = from[i];
            }
            long[] swapKeys = keys;
            keys = spareKeys;
            spareKeys = swapKeys;
            int[] swap = from;
            from = to;
            to = swap;
        }
        System.arraycopy(from, 0, order, 0, n);
    }

    private static int bucket(long key, int pass) {
        return (int) (key >>> pass * BITS) & (BUCKETS - 1);
    }
}
