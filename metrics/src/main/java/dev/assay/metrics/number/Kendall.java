package dev.assay.metrics.number;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Kendall's rank correlation, counted in O(n log n) by sorting (Knight 1966). Coefficients are in −1..1. Immutable.
 */
public final class Kendall {

    private static final int LONGEST_EXACT = 500;
    private static final int SHORT = 12;

    private final long rows;
    private final long pairs;
    private final long concordantMinusDiscordant;
    private final Ties tiesX;
    private final Ties tiesY;

    private Kendall(long rows, long concordantMinusDiscordant, Ties tiesX, Ties tiesY) {
        this.rows = rows;
        this.pairs = rows * (rows - 1) / 2;
        this.concordantMinusDiscordant = concordantMinusDiscordant;
        this.tiesX = tiesX;
        this.tiesY = tiesY;
    }

    /** Counts of tied groups: Σ t(t−1)/2, Σ t(t−1)(t−2), Σ t(t−1)(2t+5), and the number of distinct values. */
    private record Ties(long pairs, double cubes, double variance, long distinct) {}

    /**
     * Counts the pairs.
     *
     * @throws MetricException invalid when the lengths differ; undefined for fewer than two rows or a value that is not finite
     */
    public static Kendall of(double[] x, double[] y) {
        Correlation.check(x, y);
        int n = x.length;
        int[] byY = Order.identity(n);
        Order.sort(y, byY);
        int[] rankY = ranks(y, byY);
        int[] byXThenY = byY.clone();
        Order.sort(x, byXThenY);
        int[] rankX = ranks(x, byXThenY);
        Ties tiesX = ties(n, i -> rankX[byXThenY[i]]);
        Ties tiesY = ties(n, i -> rankY[byY[i]]);
        Ties tiesBoth = ties(n, i -> (long) rankX[byXThenY[i]] << 32 | rankY[byXThenY[i]]);
        int[] sequence = new int[n];
        for (int i = 0; i < n; i++) {
            sequence[i] = rankY[byXThenY[i]];
        }
        long discordant = inversions(sequence, new int[n], 0, n);
        long pairs = (long) n * (n - 1) / 2;
        long difference = pairs - tiesX.pairs() - tiesY.pairs() + tiesBoth.pairs() - 2 * discordant;
        return new Kendall(n, difference, tiesX, tiesY);
    }

    /** τ<sub>b</sub>, corrected for ties on both sides; undefined when a side is constant. */
    public double tauB() {
        double both = Math.sqrt((double) pairs - tiesX.pairs()) * Math.sqrt((double) pairs - tiesY.pairs());
        if (both == 0) {
            throw MetricException.undefined("Kendall's tau with a constant is 0/0");
        }
        return Math.max(-1, Math.min(1, concordantMinusDiscordant / both));
    }

    /** Stuart's τ<sub>c</sub>, for tables that are not square; undefined when a side is constant. */
    public double tauC() {
        double classes = Math.min(tiesX.distinct(), tiesY.distinct());
        if (classes < 2) {
            throw MetricException.undefined("Kendall's tau with a constant is 0/0");
        }
        return 2 * concordantMinusDiscordant / ((double) rows * rows * (classes - 1) / classes);
    }

    /**
     * Two-sided p value by the normal approximation, corrected for ties (Kendall 1970); undefined for fewer than three rows or when
     * a side is constant.
     */
    public double asymptoticP() {
        tauB();
        if (rows < 3) {
            throw MetricException.undefined("the p value of Kendall's tau needs at least three rows");
        }
        double n = rows;
        double twicePairs = n * (n - 1);
        double variance = (twicePairs * (2 * n + 5) - tiesX.variance() - tiesY.variance()) / 18
                + 2.0 * tiesX.pairs() * tiesY.pairs() / twicePairs
                + tiesX.cubes() * tiesY.cubes() / (9 * twicePairs * (n - 2));
        double z = Math.abs(concordantMinusDiscordant) / Math.sqrt(variance);
        return Math.min(1, 2 * NormalDistribution.of(0, 1).survivalProbability(z));
    }

    /**
     * Two-sided p value by the exact distribution of the number of inversions; undefined with ties, and beyond 500 rows, where the
     * normal approximation is as good.
     */
    public double exactP() {
        if (tiesX.pairs() > 0 || tiesY.pairs() > 0 || rows > LONGEST_EXACT) {
            throw MetricException.undefined(
                    "the exact p value of Kendall's tau needs 2.." + LONGEST_EXACT + " rows without ties");
        }
        long discordant = (pairs - concordantMinusDiscordant) / 2;
        int extreme = (int) Math.min(discordant, pairs - discordant);
        if (2L * extreme == pairs) {
            return 1;
        }
        // Probability of each number of inversions up to the extreme one, adding one row at a time.
        double[] probability = new double[extreme + 1];
        probability[0] = 1;
        for (int n = 2; n <= rows; n++) {
            double[] next = new double[extreme + 1];
            double window = 0;
            for (int k = 0; k <= extreme; k++) {
                window += probability[k];
                if (k >= n) {
                    window -= probability[k - n];
                }
                next[k] = window / n;
            }
            probability = next;
        }
        return Math.min(1, 2 * Arrays.stream(probability).sum());
    }

    /** Dense ranks from 0, equal for equal values, of rows that {@code order} sorts. */
    private static int[] ranks(double[] values, int[] order) {
        int[] ranks = new int[order.length];
        int rank = 0;
        for (int i = 1; i < order.length; i++) {
            rank += values[order[i]] != values[order[i - 1]] ? 1 : 0;
            ranks[order[i]] = rank;
        }
        return ranks;
    }

    private static Ties ties(int n, IntToLongFunction sorted) {
        long pairs = 0;
        double cubes = 0;
        double variance = 0;
        long distinct = 0;
        int start = 0;
        for (int i = 1; i <= n; i++) {
            if (i == n || sorted.applyAsLong(i) != sorted.applyAsLong(start)) {
                long t = i - start;
                pairs += t * (t - 1) / 2;
                cubes += (double) t * (t - 1) * (t - 2);
                variance += (double) t * (t - 1) * (2 * t + 5);
                distinct++;
                start = i;
            }
        }
        return new Ties(pairs, cubes, variance, distinct);
    }

    /** Pairs out of order, while sorting {@code values[from..to)} by merging. */
    private static long inversions(int[] values, int[] spare, int from, int to) {
        if (to - from <= SHORT) {
            return insertionSort(values, from, to);
        }
        int middle = (from + to) >>> 1;
        long count = inversions(values, spare, from, middle) + inversions(values, spare, middle, to);
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            if (right >= to || (left < middle && values[left] <= values[right])) {
                spare[at] = values[left++];
            } else {
                count += middle - left;
                spare[at] = values[right++];
            }
        }
        System.arraycopy(spare, from, values, from, to - from);
        return count;
    }

    private static long insertionSort(int[] values, int from, int to) {
        long count = 0;
        for (int i = from + 1; i < to; i++) {
            int value = values[i];
            int at = i;
            while (at > from && values[at - 1] > value) {
                values[at] = values[at - 1];
                at--;
            }
            values[at] = value;
            count += i - at;
        }
        return count;
    }
}
