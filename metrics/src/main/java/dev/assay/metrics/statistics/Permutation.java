package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import java.util.stream.IntStream;

/**
 * Permutation tests of a mean. Two-sided p-values are the share of |statistic| ≥ |observed|; doubling the smaller tail differs for
 * groups of different sizes. Equality is judged within a relative 1e-12, so that the order of summation cannot matter.
 */
public final class Permutation {

    /** Permutations where nothing else is asked for. */
    public static final int PERMUTATIONS = 20_000;

    private static final int EXACT_PAIRS = 24;
    private static final long EXACT_SPLITS = 20_000_000;
    private static final int BLOCK = 64;

    private Permutation() {}

    /**
     * p-values.
     *
     * @param twoSided of the hypothesis of no difference
     * @param greater of the hypothesis that the mean (of the first) is not greater
     * @param less of the hypothesis that it is not less
     */
    public record Result(double twoSided, double greater, double less) {}

    /**
     * Of paired differences, over all 2ⁿ flips of signs.
     *
     * @throws MetricException when there are no differences or more than {@value #EXACT_PAIRS}
     */
    public static Result pairedExact(double[] differences) {
        double[] d = Moments.requireFinite("differences", differences);
        if (d.length == 0 || d.length > EXACT_PAIRS) {
            throw MetricException.undefined("all flips need 1 to " + EXACT_PAIRS + " differences, found " + d.length);
        }
        Tally tally = new Tally(Moments.sum(d), magnitude(d));
        for (int signs = 0; signs < 1 << d.length; signs++) {
            double sum = 0;
            for (int i = 0; i < d.length; i++) {
                sum += (signs >>> i & 1) == 0 ? d[i] : -d[i];
            }
            tally.add(sum);
        }
        return tally.share();
    }

    /**
     * Of paired differences, over random flips of signs; p = (1 + #{extreme}) / (1 + permutations).
     *
     * @throws MetricException when there are no differences
     */
    public static Result pairedRandom(double[] differences, int permutations, long seed) {
        double[] d = Moments.requireFinite("differences", differences);
        if (d.length == 0) {
            throw MetricException.undefined("no differences");
        }
        double observed = Moments.sum(d);
        double magnitude = magnitude(d);
        int blocks = (permutations + BLOCK - 1) / BLOCK;
        Tally all = IntStream.range(0, blocks)
                .parallel()
                .mapToObj(block -> {
                    Tally tally = new Tally(observed, magnitude);
                    for (int r = block * BLOCK; r < Math.min(permutations, (block + 1) * BLOCK); r++) {
                        tally.add(flipped(d, new SeededRandom(seed, r)));
                    }
                    return tally;
                })
                .reduce(new Tally(observed, magnitude), Tally::plus);
        return all.sampled();
    }

    private static double flipped(double[] d, SeededRandom random) {
        double sum = 0;
        long bits = 0;
        for (int i = 0; i < d.length; i++) {
            bits = (i & 63) == 0 ? random.nextLong() : bits >>> 1;
            sum += (bits & 1) == 0 ? d[i] : -d[i];
        }
        return sum;
    }

    /**
     * Of mean(a) − mean(b), over all splits of the joined values.
     *
     * @throws MetricException when a sample is empty or there are more than {@value #EXACT_SPLITS} splits
     */
    public static Result independentExact(double[] a, double[] b) {
        double[] all = new double[a.length + b.length];
        System.arraycopy(Moments.requireFinite("a", a), 0, all, 0, a.length);
        System.arraycopy(Moments.requireFinite("b", b), 0, all, a.length, b.length);
        double splits = 1;
        for (int i = 1; i <= a.length; i++) {
            splits = splits * (b.length + i) / i;
        }
        if (a.length == 0 || b.length == 0 || splits > EXACT_SPLITS) {
            throw MetricException.undefined("all splits need two samples with at most " + EXACT_SPLITS + " splits");
        }
        double total = Moments.sum(all);
        Tally tally = new Tally(contrast(Moments.sum(a), total, a.length, b.length), magnitude(all));
        int[] chosen = IntStream.range(0, a.length).toArray();
        do {
            double sum = 0;
            for (int i : chosen) {
                sum += all[i];
            }
            tally.add(contrast(sum, total, a.length, b.length));
        } while (next(chosen, all.length));
        return tally.share();
    }

    private static double contrast(double sumA, double total, int na, int nb) {
        return sumA / na - (total - sumA) / nb;
    }

    /** The next combination in lexicographic order. */
    private static boolean next(int[] chosen, int n) {
        int k = chosen.length;
        int i = k - 1;
        while (i >= 0 && chosen[i] == n - k + i) {
            i--;
        }
        if (i < 0) {
            return false;
        }
        chosen[i]++;
        for (int j = i + 1; j < k; j++) {
            chosen[j] = chosen[j - 1] + 1;
        }
        return true;
    }

    private static double magnitude(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += Math.abs(value);
        }
        return sum;
    }

    /** Counts of statistics at least as extreme as the observed one. */
    private static final class Tally {
        private final double observed;
        private final double slack;
        private long extreme;
        private long greater;
        private long less;
        private long count;

        Tally(double observed, double magnitude) {
            this.observed = observed;
            this.slack = 1e-12 * magnitude;
        }

        void add(double statistic) {
            count++;
            extreme += Math.abs(statistic) >= Math.abs(observed) - slack ? 1 : 0;
            greater += statistic >= observed - slack ? 1 : 0;
            less += statistic <= observed + slack ? 1 : 0;
        }

        Tally plus(Tally other) {
            Tally sum = new Tally(observed, 0);
            sum.extreme = extreme + other.extreme;
            sum.greater = greater + other.greater;
            sum.less = less + other.less;
            sum.count = count + other.count;
            return sum;
        }

        Result share() {
            double n = count;
            return new Result(extreme / n, greater / n, less / n);
        }

        Result sampled() {
            double n = 1.0 + count;
            return new Result((1 + extreme) / n, (1 + greater) / n, (1 + less) / n);
        }
    }
}
