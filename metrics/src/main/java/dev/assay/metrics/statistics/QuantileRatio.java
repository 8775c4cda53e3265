package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The ratio of a quantile of the candidate to that of the baseline, for example of p99 latencies. The two samples need not be paired
 * nor of one size. Quantiles interpolate between order statistics (Hyndman and Fan's type 7).
 */
public final class QuantileRatio implements Estimator {

    /** How the interval is made. */
    public enum Interval {
        /**
         * Percentile bootstrap of both samples; the default. It cannot see beyond the largest value, and is too narrow below some
         * 1/(1−q) values: 100 for a p99.
         */
        BOOTSTRAP("bootstrap-percentile"),
        /**
         * Distribution-free, from order statistics: the number of values below the quantile is binomial (David and Nagaraja 2003,
         * Order Statistics, section 7.1), drawn for both samples. Has no upper bound where the largest candidate value may be below
         * the quantile: p99 at a one-sided 95% needs 299 values.
         * Assumes nothing, and decides later.
         */
        ORDER_STATISTICS("order-statistics");

        private final String method;

        Interval(String method) {
            this.method = method;
        }
    }

    private final double value;
    private final long n;
    private final double probability;
    private final Interval interval;
    private final double[] low;
    private final double[] high;

    private QuantileRatio(double value, long n, double probability, Interval interval, double[] low, double[] high) {
        this.value = value;
        this.n = n;
        this.probability = probability;
        this.interval = interval;
        this.low = low;
        this.high = high;
        Arrays.sort(low);
        Arrays.sort(high);
    }

    /**
     * Measures that are not negative, such as latencies in any one unit.
     *
     * @param probability of the quantile, in (0, 1): 0.99 for p99
     */
    public static QuantileRatio of(
            double[] baseline, double[] candidate, double probability, Interval interval, long seed) {
        if (!(probability > 0 && probability < 1)) {
            throw MetricException.invalid("probability", "expected a number in (0, 1), found " + probability);
        }
        double[] before = sorted("baseline", baseline);
        double[] after = sorted("candidate", candidate);
        long n = Math.min(before.length, after.length);
        double divisor = n == 0 ? 0 : Quantiles.ofSorted(before, probability);
        if (!(divisor > 0)) {
            return new QuantileRatio(Double.NaN, n, probability, interval, new double[0], new double[0]);
        }
        double value = Quantiles.ofSorted(after, probability) / divisor;
        double[] low = new double[Bootstrap.RESAMPLES];
        double[] high = new double[Bootstrap.RESAMPLES];
        SeededRandom random = new SeededRandom(seed, 0);
        switch (interval) {
            case BOOTSTRAP -> {
                DoubleSupplier numerator = resampled(after, probability, random);
                DoubleSupplier denominator = resampled(before, probability, random);
                for (int r = 0; r < low.length; r++) {
                    low[r] = numerator.getAsDouble() / denominator.getAsDouble();
                    high[r] = low[r];
                }
            }
            case ORDER_STATISTICS -> {
                UniformRandomProvider uniform = random::nextLong;
                var ranksAfter =
                        BinomialDistribution.of(after.length, probability).createSampler(uniform);
                var ranksBefore =
                        BinomialDistribution.of(before.length, probability).createSampler(uniform);
                for (int r = 0; r < low.length; r++) {
                    int a = ranksAfter.sample();
                    int b = ranksBefore.sample();
                    low[r] = orderStatistic(after, a) / orderStatistic(before, b + 1);
                    high[r] = orderStatistic(after, a + 1) / orderStatistic(before, b);
                }
            }
        }
        return new QuantileRatio(value, n, probability, interval, low, high);
    }

    private static double[] sorted(String field, double[] values) {
        double[] sorted = Moments.requireFinite(field, values);
        Estimators.requireInRange(field, sorted, new ScoreRange(0, Double.POSITIVE_INFINITY));
        Arrays.sort(sorted);
        return sorted;
    }

    /**
     * The quantile of a resample, without drawing it whole: the k-th smallest of n uniform indices is the integer part of n·U with
     * U ~ Beta(k, n−k+1), and the next one follows from the smallest of the n−k uniforms above U.
     */
    private static DoubleSupplier resampled(double[] sorted, double probability, SeededRandom random) {
        int n = sorted.length;
        double position = probability * (n - 1);
        int below = (int) Math.floor(position);
        double fraction = position - below;
        UniformRandomProvider uniform = random::nextLong;
        var sampler = BetaDistribution.of(below + 1.0, n - below).createSampler(uniform);
        return () -> {
            double u = sampler.sample();
            double first = sorted[(int) Math.min(n - 1.0, n * u)];
            if (fraction == 0) {
                return first;
            }
            double next = u + (1 - u) * (1 - Math.pow(random.nextDouble(), 1.0 / (n - below - 1)));
            return first + fraction * (sorted[(int) Math.min(n - 1.0, n * next)] - first);
        };
    }

    /** The k-th smallest, k from 1; nothing is below the 0th, everything below the (n+1)-th. */
    private static double orderStatistic(double[] sorted, int k) {
        return k == 0 ? 0 : k > sorted.length ? Double.POSITIVE_INFINITY : sorted[k - 1];
    }

    @Override
    public Estimate at(double level) {
        if (low.length == 0) {
            String reason = n == 0 ? "no items" : "the baseline's quantile is 0";
            return Estimate.undefined(level, interval.method, n, 0, reason);
        }
        double tail = (1 - level) / 2;
        double lower = Math.min(value, Quantiles.ofSorted(low, tail));
        double upper = Math.max(value, Quantiles.ofSorted(high, 1 - tail));
        return Estimate.of(value, Double.NaN, lower, upper, level, interval.method, n, 0);
    }

    /** With order statistics, never fewer items than a bound on the candidate's quantile needs: log(1−confidence)/log(q). */
    @Override
    public OptionalLong itemsToDecide(double threshold, double confidence, double power) {
        OptionalLong items = Estimator.super.itemsToDecide(threshold, confidence, power);
        if (interval == Interval.BOOTSTRAP || low.length == 0 || value > threshold) {
            return items;
        }
        OptionalLong least = Quantiles.ceiling(Math.log(1 - confidence) / Math.log(probability));
        boolean unbounded = at(2 * confidence - 1).upper().isEmpty();
        return unbounded || least.getAsLong() > items.orElse(0) ? least : items;
    }
}
