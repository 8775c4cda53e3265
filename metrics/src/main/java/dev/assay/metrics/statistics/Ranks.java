package dev.assay.metrics.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Ranks from 1, ties by their average.
 *
 * @param ranks in the order of the values
 * @param ties Σ(t³−t) over the groups of equal values
 */
record Ranks(double[] ranks, double ties) {

    static Ranks of(double[] values) {
        int n = values.length;
        Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        double[] ranks = new double[n];
        double ties = 0;
        int start = 0;
        while (start < n) {
            int end = start + 1;
            // Not compare(): -0.0 and 0.0 are the same score.
            while (end < n && values[order[end]] == values[order[start]]) {
                end++;
            }
            double size = end - start;
            for (int i = start; i < end; i++) {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }
            ties += size * size * size - size;
            start = end;
        }
        return new Ranks(ranks, ties);
    }
}
