package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Bootstrap intervals of a statistic of independent items or of clusters: percentile, basic, and BCa (Efron 1987, JASA 82:171; its
 * acceleration by the jackknife). Percentiles of the resamples are Harrell and Davis's. The resamples are drawn once, so that all three and every level agree with each other.
 */
public final class BootstrapInterval implements Estimator {

    /** Which interval. */
    public enum Kind {
        PERCENTILE("bootstrap-percentile"),
        BASIC("bootstrap-basic"),
        /** Bias-corrected and accelerated; the default. */
        BCA("bootstrap-bca");

        private final String method;

        Kind(String method) {
            this.method = method;
        }
    }

    private final Kind kind;
    private final double value;
    private final double[] sorted;
    private final double[] jackknife;
    private final int n;
    private final int clusters;
    private final Optional<ScoreRange> range;

    private BootstrapInterval(
            Kind kind,
            double value,
            double[] sorted,
            double[] jackknife,
            int n,
            int clusters,
            Optional<ScoreRange> range) {
        this.kind = kind;
        this.value = value;
        this.sorted = sorted;
        this.jackknife = jackknife;
        this.n = n;
        this.clusters = clusters;
        this.range = range;
    }

    private static BootstrapInterval ofIndependent(
            Kind kind, double value, double[] results, double[] jackknife, int n) {
        Arrays.sort(results);
        return new BootstrapInterval(kind, value, results, jackknife, n, 0, Optional.empty());
    }

    /** Of the mean; n items cost n additions per resample. */
    public static BootstrapInterval ofMean(double[] values, Kind kind, int resamples, long seed) {
        double[] checked = requireItems(values);
        int n = checked.length;
        double sum = Moments.sum(checked);
        double[] jackknife = new double[n];
        for (int i = 0; i < n; i++) {
            jackknife[i] = (sum - checked[i]) / (n - 1);
        }
        double value = Moments.constant(checked) ? checked[0] : sum / n;
        return ofIndependent(kind, value, Bootstrap.means(checked, resamples, seed), jackknife, n);
    }

    /**
     * Of any statistic.
     *
     * @param statistic of a sample; gets an array that it may reorder but not keep; called from several threads
     */
    public static BootstrapInterval of(
            double[] values, ToDoubleFunction<double[]> statistic, Kind kind, int resamples, long seed) {
        double[] checked = requireItems(values);
        int n = checked.length;
        double value = statistic.applyAsDouble(checked.clone());
        double[] results = Bootstrap.resamples(resamples, seed, n, draw -> {
            double[] resample = new double[n];
            for (int i = 0; i < n; i++) {
                resample[i] = checked[draw.next()];
            }
            return statistic.applyAsDouble(resample);
        });
        double[] jackknife = new double[kind == Kind.BCA ? n : 0];
        for (int i = 0; i < jackknife.length; i++) {
            double[] without = new double[n - 1];
            System.arraycopy(checked, 0, without, 0, i);
            System.arraycopy(checked, i + 1, without, i, n - 1 - i);
            jackknife[i] = statistic.applyAsDouble(without);
        }
        return ofIndependent(kind, value, results, jackknife, n);
    }

    /**
     * Of anything computed from items, such as a corpus score, F1, or its difference between two models: the statistic gets the
     * numbers of the items to take, with repetitions. Both models of a difference are thus resampled alike. With clusters, whole
     * clusters are resampled.
     *
     * @param n items, at least 2
     * @param statistic called from several threads; NaN where undefined. Where that happens to more than 5% of the resamples, or to the
     *     items themselves, there is no interval, or no estimate
     * @param range of the statistic: bounds the interval where no resample differs from the others (see {@link NoSpread})
     */
    public static BootstrapInterval ofItems(
            int n,
            Optional<Clusters> clusters,
            ToDoubleFunction<int[]> statistic,
            ScoreRange range,
            Kind kind,
            int resamples,
            long seed) {
        Resampling units = Resampling.of(n, clusters);
        double value = statistic.applyAsDouble(units.all());
        double[] results =
                Bootstrap.resamples(resamples, seed, units.count(), draw -> statistic.applyAsDouble(units.draw(draw)));
        double[] defined =
                Arrays.stream(results).filter(Double::isFinite).sorted().toArray();
        double[] jackknife = new double[kind == Kind.BCA ? units.count() : 0];
        Arrays.setAll(jackknife, i -> statistic.applyAsDouble(units.without(i)));
        double[] kept = defined.length < 0.95 * resamples ? new double[0] : defined;
        int counted = clusters.map(Clusters::count).orElse(0);
        return new BootstrapInterval(kind, value, kept, jackknife, n, counted, Optional.of(range));
    }

    /** The same resamples with another interval; BCA needs to have been asked for first, or a mean. */
    public BootstrapInterval as(Kind other) {
        return new BootstrapInterval(other, value, sorted, jackknife, n, clusters, range);
    }

    /** The middle value, or the mean of the two middle ones; sorts its argument. */
    public static double median(double[] values) {
        Arrays.sort(values);
        return Quantiles.ofSorted(values, 0.5);
    }

    private static double[] requireItems(double[] values) {
        double[] checked = Moments.requireFinite("values", values);
        if (checked.length < 2) {
            throw MetricException.undefined("a bootstrap needs at least two items, found " + checked.length);
        }
        return checked;
    }

    @Override
    public Estimate at(double level) {
        if (!Double.isFinite(value)) {
            return Estimate.undefined(level, kind.method, n, clusters, "the statistic is undefined for these items");
        }
        if (sorted.length == 0) {
            return Estimate.unbounded(value, level, kind.method, n, clusters);
        }
        if (range.isPresent() && sorted[0] == sorted[sorted.length - 1]) {
            return NoSpread.at(value, range.get(), clusters > 0 ? clusters : n, level, n, clusters);
        }
        double tail = (1 - level) / 2;
        double[] bounds = switch (kind) {
            case PERCENTILE -> percentiles(tail, 1 - tail);
            case BASIC -> {
                double[] plain = percentiles(tail, 1 - tail);
                yield new double[] {2 * value - plain[1], 2 * value - plain[0]};
            }
            case BCA -> accelerated(tail);
        };
        double error = sorted[0] == sorted[sorted.length - 1] ? 0 : Math.sqrt(Moments.variance(sorted));
        return Estimate.of(value, error, bounds[0], bounds[1], level, kind.method, n, clusters);
    }

    private double[] percentiles(double low, double high) {
        return new double[] {Quantiles.smoothed(sorted, low), Quantiles.smoothed(sorted, high)};
    }

    /** NaN (no bounds) where the statistic does not vary. */
    private double[] accelerated(double tail) {
        double mean = Moments.mean(jackknife);
        double squares = 0;
        double cubes = 0;
        for (double one : jackknife) {
            double d = mean - one;
            squares += d * d;
            cubes += d * d * d;
        }
        long below = Arrays.stream(sorted).filter(x -> x < value).count();
        long notAbove = Arrays.stream(sorted).filter(x -> x <= value).count();
        double share = (below + notAbove) / 2.0 / sorted.length;
        if (!(squares > 0) || share <= 0 || share >= 1) {
            return new double[] {Double.NaN, Double.NaN};
        }
        double bias = Quantiles.normal(share);
        double acceleration = cubes / (6 * Math.pow(squares, 1.5));
        return percentiles(
                shifted(bias, acceleration, Quantiles.normal(tail)),
                shifted(bias, acceleration, -Quantiles.normal(tail)));
    }

    private static double shifted(double bias, double acceleration, double z) {
        double sum = bias + z;
        return Quantiles.normalCdf(bias + sum / (1 - acceleration * sum));
    }
}
