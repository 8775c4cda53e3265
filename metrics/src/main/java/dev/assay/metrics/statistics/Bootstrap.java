package dev.assay.metrics.statistics;

import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Resampling with replacement: one seeded stream of indices for each resample, spread over the common pool. */
public final class Bootstrap {

    /** Resamples where nothing else is asked for. */
    public static final int RESAMPLES = 10_000;

    private static final int BLOCK = 64;

    private Bootstrap() {}

    /** The indices of one resample, one after the other. */
    static final class Draw {
        private final SeededRandom random;
        private final int units;

        private Draw(SeededRandom random, int units) {
            this.random = random;
            this.units = units;
        }

        /** The next index, in [0, units). */
        int next() {
            return random.nextInt(units);
        }
    }

    /**
     * The statistic of each resample, in the order of the resamples.
     *
     * @param units what is drawn: items or clusters
     * @param statistic called once for each resample, from several threads, with the resample's own indices; all arrays that it
     *     indexes with them are resampled alike, so that pairs stay pairs
     */
    static double[] resamples(int resamples, long seed, int units, ToDoubleFunction<Draw> statistic) {
        double[] result = new double[resamples];
        int blocks = (resamples + BLOCK - 1) / BLOCK;
        IntStream.range(0, blocks).parallel().forEach(block -> {
            int end = Math.min(resamples, (block + 1) * BLOCK);
            for (int r = block * BLOCK; r < end; r++) {
                result[r] = statistic.applyAsDouble(new Draw(new SeededRandom(seed, r), units));
            }
        });
        return result;
    }

    /** The mean of each resample of {@code values}, in the order of the resamples. */
    public static double[] means(double[] values, int resamples, long seed) {
        int n = values.length;
        double[] result = new double[resamples];
        int blocks = (resamples + BLOCK - 1) / BLOCK;
        IntStream.range(0, blocks).parallel().forEach(block -> {
            int end = Math.min(resamples, (block + 1) * BLOCK);
            for (int r = block * BLOCK; r < end; r++) {
                result[r] = mean(values, n, new SeededRandom(seed, r));
            }
        });
        return result;
    }

    /** Each number of the generator gives two indices. */
    private static double mean(double[] values, int n, SeededRandom random) {
        double even = 0;
        double odd = 0;
        int pairs = n / 2;
        for (int i = 0; i < pairs; i++) {
            long bits = random.nextLong();
            even += values[(int) (((bits >>> 32) * n) >>> 32)];
            odd += values[(int) (((bits & 0xFFFFFFFFL) * n) >>> 32)];
        }
        if ((n & 1) != 0) {
            even += values[random.nextInt(n)];
        }
        return (even + odd) / n;
    }
}
