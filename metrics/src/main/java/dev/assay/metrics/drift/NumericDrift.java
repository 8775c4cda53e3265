package dev.assay.metrics.drift;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.number.Sample;
import java.util.Arrays;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.apache.commons.statistics.inference.PValueMethod;

/** Distances between two samples of numbers, a reference and a current one. Immutable. */
public final class NumericDrift {

    private final double[] reference;
    private final double[] current;

    private NumericDrift(double[] reference, double[] current) {
        this.reference = reference;
        this.current = current;
    }

    /**
     * Takes copies of both samples.
     *
     * @throws MetricException invalid when a value is not finite, undefined when a sample is empty
     */
    public static NumericDrift of(double[] reference, double[] current) {
        return new NumericDrift(sorted("reference", reference), sorted("current", current));
    }

    /**
     * Population stability index over bins.
     *
     * @param edges inner edges in ascending order; bin k holds e<sub>k−1</sub> &lt; x ≤ e<sub>k</sub>, the outer bins are open
     * @param referenceShares share of the reference in each bin, summing to 1
     * @param currentShares likewise
     * @param psi Σ (q − p)·ln(q/p) with shares below the floor raised to it; 0 or more, 0.1 and 0.25 are customary alarms
     */
    public record Psi(double[] edges, double[] referenceShares, double[] currentShares, double psi) {}

    /** Largest distance of the two empirical distributions, 0..1 (Kolmogorov–Smirnov). */
    public double ksStatistic() {
        double largest = 0;
        int i = 0;
        int j = 0;
        while (i < reference.length && j < current.length) {
            double x = Math.min(reference[i], current[j]);
            while (i < reference.length && reference[i] == x) {
                i++;
            }
            while (j < current.length && current[j] == x) {
                j++;
            }
            largest = Math.max(largest, Math.abs((double) i / reference.length - (double) j / current.length));
        }
        return largest;
    }

    /**
     * Two-sided p value of {@link #ksStatistic()} by the one-sample distribution at nm/(n + m), rounded half to even as SciPy does;
     * for larger samples.
     */
    public double ksAsymptoticP() {
        double size = (double) reference.length * current.length / (reference.length + current.length);
        double even = Math.rint(size);
        if (even < 1) {
            throw MetricException.undefined("the asymptotic p value needs more than one value a sample");
        }
        if (even == 1) {
            return Math.clamp(
                    2 * (1 - ksStatistic()), 0, 1); // The distribution of one value, which the library leaves out.
        }
        return even == Math.round(size) ? ks(PValueMethod.ASYMPTOTIC) : oneSampleP(ksStatistic(), (int) even);
    }

    /** P value of a distance at a sample size: that of made-up values whose distance is this one. */
    private static double oneSampleP(double distance, int size) {
        if (distance <= 0.5 / size) {
            return 1; // No sample of this size is nearer.
        }
        double[] values = new double[size];
        Arrays.setAll(values, i -> i);
        return KolmogorovSmirnovTest.withDefaults()
                .test(values, x -> Math.max(0, (x + 1) / size - distance))
                .getPValue();
    }

    /**
     * Two-sided p value by the exact distribution for samples without ties; with ties it is too large.
     *
     * @throws MetricException undefined beyond 10,000 values a sample, where {@link #ksAsymptoticP()} is as good
     */
    public double ksExactP() {
        if (Math.max(reference.length, current.length) > 10_000) {
            throw MetricException.undefined("the exact p value needs at most 10000 values a sample");
        }
        int others = Math.max(reference.length, current.length);
        return Math.min(reference.length, current.length) == 1
                ? exactPOfOne(ksStatistic(), others)
                : ks(PValueMethod.EXACT);
    }

    /** One value among so many others, which the library leaves out: each of its ranks has the same probability. */
    private static double exactPOfOne(double distance, int others) {
        int asFar = 0;
        for (int below = 0; below <= others; below++) {
            asFar += (double) Math.max(below, others - below) / others >= distance - 1e-12 ? 1 : 0;
        }
        return (double) asFar / (others + 1);
    }

    /** Earth mover's distance of first order, ∫|F − G|, in the unit of the values, 0 or more. */
    public double wasserstein() {
        double sum = 0;
        int i = 0;
        int j = 0;
        double x = Math.min(reference[0], current[0]);
        while (i < reference.length || j < current.length) {
            while (i < reference.length && reference[i] <= x) {
                i++;
            }
            while (j < current.length && current[j] <= x) {
                j++;
            }
            double next = Math.min(
                    i < reference.length ? reference[i] : Double.POSITIVE_INFINITY,
                    j < current.length ? current[j] : Double.POSITIVE_INFINITY);
            if (next == Double.POSITIVE_INFINITY) {
                break;
            }
            sum += (next - x) * Math.abs((double) i / reference.length - (double) j / current.length);
            x = next;
        }
        return sum;
    }

    /**
     * Population stability index with the reference's own quantiles as edges.
     *
     * @param bins number of bins before equal edges are merged, 2 or more; 10 by custom
     * @param floor least share of a bin in the logarithm, above 0 and below 1; 0.0001 by custom
     */
    public Psi psi(int bins, double floor) {
        if (bins < 2 || bins > 10_000) {
            throw MetricException.invalid("bins", "must be in 2..10000");
        }
        if (!(floor > 0 && floor < 1)) {
            throw MetricException.invalid("floor", "must be between 0 and 1");
        }
        Sample sample = Sample.of(reference);
        double[] quantiles = new double[bins - 1];
        Arrays.setAll(quantiles, k -> sample.quantile((double) (k + 1) / bins));
        double[] edges = Arrays.stream(quantiles).distinct().toArray();
        double[] p = shares(reference, edges);
        double[] q = shares(current, edges);
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            double expected = Math.max(floor, p[k]);
            double actual = Math.max(floor, q[k]);
            sum += (actual - expected) * Math.log(actual / expected);
        }
        return new Psi(edges, p, q, sum);
    }

    private double ks(PValueMethod method) {
        return KolmogorovSmirnovTest.withDefaults()
                .with(method)
                .test(reference, current)
                .getPValue();
    }

    private static double[] shares(double[] sorted, double[] edges) {
        double[] shares = new double[edges.length + 1];
        int at = 0;
        for (int k = 0; k < shares.length; k++) {
            int start = at;
            while (at < sorted.length && (k == edges.length || sorted[at] <= edges[k])) {
                at++;
            }
            shares[k] = (double) (at - start) / sorted.length;
        }
        return shares;
    }

    private static double[] sorted(String name, double[] values) {
        if (values.length == 0) {
            throw MetricException.undefined("drift needs at least one value in " + name);
        }
        double[] sorted = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw MetricException.invalid(name + "[" + i + "]", "is not a finite number");
            }
            sorted[i] = values[i] + 0.0;
        }
        Arrays.sort(sorted);
        return sorted;
    }
}
