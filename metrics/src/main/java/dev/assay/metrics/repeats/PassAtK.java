package dev.assay.metrics.repeats;

import dev.assay.metrics.MetricException;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/**
 * Unbiased estimates of how often k samples pass, from n samples of which c passed. All are probabilities in 0..1. They refuse k
 * above n, for which n samples say nothing.
 */
public final class PassAtK {

    private PassAtK() {}

    /** At least one of k passes: 1 − C(n−c, k)/C(n, k) (Chen et al. 2021, arXiv 2107.03374). */
    public static double anyPasses(long n, long c, long k) {
        check(n, c, k);
        if (n - c < k) {
            return 1;
        }
        // The product has min(c, k) factors in either form; the logarithm keeps small results exact.
        double log = 0;
        if (c <= k) {
            for (long i = 0; i < c; i++) {
                log += Math.log1p(-(double) k / (n - i));
            }
        } else {
            for (long i = 0; i < k; i++) {
                log += Math.log1p(-(double) c / (n - i));
            }
        }
        return 0 - Math.expm1(log);
    }

    /** All of k pass, written pass^k: C(c, k)/C(n, k) (Yao et al. 2024, arXiv 2406.12045). */
    public static double allPass(long n, long c, long k) {
        check(n, c, k);
        if (c < k) {
            return 0;
        }
        double product = 1;
        for (long i = 0; i < k && product > 0; i++) {
            product *= (double) (c - i) / (n - i);
        }
        return product;
    }

    /**
     * At least ⌈τ·k⌉ of k pass, G-pass@k (Liu et al. 2024, arXiv 2412.13147); τ = 1 is {@link #allPass}.
     *
     * @param tau share of the k samples that must pass, in 0..1, excluding 0
     */
    public static double mostPass(long n, long c, long k, double tau) {
        check(n, c, k);
        if (!(tau > 0 && tau <= 1)) {
            throw MetricException.invalid("tau", "must be above 0 and at most 1");
        }
        if (n > Integer.MAX_VALUE) {
            throw MetricException.invalid("n", "must be below 2^31");
        }
        int needed = (int) Math.ceil(tau * k);
        if (needed <= 1) {
            return anyPasses(n, c, k);
        }
        if (needed >= k) {
            return allPass(n, c, k);
        }
        return HypergeometricDistribution.of((int) n, (int) c, (int) k).survivalProbability(needed - 1);
    }

    /** The biased plug-in estimate 1 − (1 − c/n)^k, for comparison with publications that use it. */
    public static double naive(long n, long c, long k) {
        check(n, c, k);
        return 0 - Math.expm1(k * Math.log1p(-(double) c / n));
    }

    private static void check(long n, long c, long k) {
        if (n < 0 || c < 0 || c > n) {
            throw MetricException.invalid("c", "must be in 0.." + n + ", found " + c);
        }
        if (k < 1) {
            throw MetricException.invalid("k", "must be at least 1");
        }
        if (k > n) {
            throw MetricException.undefined("k = " + k + " samples cannot be judged from n = " + n);
        }
    }
}
