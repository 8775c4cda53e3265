package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import java.util.function.DoubleUnaryOperator;

/** How many items show a difference, and what difference a number of items can show; all tests two-sided. */
public final class Power {

    private static final int STEPS = 200;

    private Power() {}

    /**
     * What varies in a paired comparison of two models (Miller 2024, arXiv 2411.00640, section 5).
     *
     * @param omega2 ω², the variance over items of the difference of the two models' true item means; for pass/fail scores without
     *     sampling noise the share of discordant pairs less the squared difference
     * @param sigma2A variance of one model's samples on an item, averaged over items; 0 when not sampled
     * @param samplesA K, samples per item
     * @param sigma2B of the other model
     * @param samplesB of the other model
     */
    public record PairedVariance(double omega2, double sigma2A, double samplesA, double sigma2B, double samplesB) {

        public PairedVariance {
            if (!(omega2 >= 0 && sigma2A >= 0 && sigma2B >= 0) || !(samplesA >= 1 && samplesB >= 1)) {
                throw MetricException.invalid("variances", "must not be negative, and samples at least 1");
            }
        }

        /** One deterministic answer per item. */
        public static PairedVariance of(double omega2) {
            return new PairedVariance(omega2, 0, 1, 0, 1);
        }

        /** Of one item's difference: ω² + σ_A²/K_A + σ_B²/K_B. */
        public double total() {
            return omega2 + sigma2A / samplesA + sigma2B / samplesB;
        }
    }

    /** Items for a difference δ: (z_{1−α/2}+z_{power})²·Var/δ²; fractional, to be rounded up. */
    public static double items(PairedVariance variance, double delta, double alpha, double power) {
        require(alpha, power);
        if (!(Math.abs(delta) > 0)) {
            throw MetricException.undefined("no number of items shows a difference of 0");
        }
        double z = quantiles(alpha, power);
        return z * z * variance.total() / (delta * delta);
    }

    /** The smallest difference that {@code n} items show: (z_{1−α/2}+z_{power})·√(Var/n). */
    public static double minimumDetectable(PairedVariance variance, double n, double alpha, double power) {
        require(alpha, power);
        if (!(n > 0)) {
            throw MetricException.undefined("no items show nothing");
        }
        return quantiles(alpha, power) * Math.sqrt(variance.total() / n);
    }

    /** Power of the one-sample or paired t test with n items and standardised effect d (Cohen's d of the differences). */
    public static double pairedT(double effect, double n, double alpha) {
        requireItems(n);
        return NoncentralT.power(n - 1, effect * Math.sqrt(n), alpha);
    }

    /** Power of the two-sample t test with n items in each group. */
    public static double twoSampleT(double effect, double n, double alpha) {
        requireItems(n);
        return NoncentralT.power(2 * n - 2, effect * Math.sqrt(n / 2), alpha);
    }

    /** Power of the two-sample z test with n items in each group. */
    public static double twoSampleZ(double effect, double n, double alpha) {
        double z = -Quantiles.normal(alpha / 2);
        double shift = effect * Math.sqrt(n / 2);
        return Quantiles.normalCdf(shift - z) + Quantiles.normalCdf(-shift - z);
    }

    /** Items of the paired t test; fractional, to be rounded up. */
    public static double pairedTItems(double effect, double alpha, double power) {
        requireEffect(effect, alpha, power);
        return solve(2, n -> pairedT(effect, n, alpha), power);
    }

    /** Items in each group of the two-sample t test; fractional. */
    public static double twoSampleTItems(double effect, double alpha, double power) {
        requireEffect(effect, alpha, power);
        return solve(2, n -> twoSampleT(effect, n, alpha), power);
    }

    /** Items in each group of the two-sample z test; fractional. */
    public static double twoSampleZItems(double effect, double alpha, double power) {
        requireEffect(effect, alpha, power);
        return solve(1e-9, n -> twoSampleZ(effect, n, alpha), power);
    }

    /** The smallest standardised effect that the paired t test with n items shows. */
    public static double pairedTMinimumDetectable(double n, double alpha, double power) {
        require(alpha, power);
        return solve(0, effect -> pairedT(effect, n, alpha), power);
    }

    /** Cohen's h: 2·asin√p − 2·asin√q, the effect of two shares for the z test. */
    public static double cohensH(double p, double q) {
        if (!(p >= 0 && p <= 1 && q >= 0 && q <= 1)) {
            throw MetricException.invalid("p1, p2", "expected shares in [0, 1], found " + p + " and " + q);
        }
        return 2 * Math.asin(Math.sqrt(p)) - 2 * Math.asin(Math.sqrt(q));
    }

    private static double quantiles(double alpha, double power) {
        return Quantiles.normal(power) - Quantiles.normal(alpha / 2);
    }

    /** The x ≥ low at which an increasing function reaches the target. */
    private static double solve(double low, DoubleUnaryOperator increasing, double target) {
        if (increasing.applyAsDouble(low) >= target) {
            return low;
        }
        double from = low;
        double to = Math.max(1, 2 * low);
        while (increasing.applyAsDouble(to) < target) {
            from = to;
            to *= 2;
            if (to > 1e12) {
                throw MetricException.undefined("more than 10^12 items would be needed");
            }
        }
        for (int i = 0; i < STEPS && to - from > 1e-12 * to; i++) {
            double middle = (from + to) / 2;
            if (increasing.applyAsDouble(middle) < target) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return (from + to) / 2;
    }

    private static void requireItems(double n) {
        if (!(n > 1) || Double.isInfinite(n)) {
            throw MetricException.undefined("a t test needs more than one item, found " + n);
        }
    }

    private static void requireEffect(double effect, double alpha, double power) {
        require(alpha, power);
        if (effect == 0 || !Double.isFinite(effect)) {
            throw MetricException.undefined("no number of items shows an effect of " + effect);
        }
    }

    private static void require(double alpha, double power) {
        if (!(alpha > 0 && alpha < 1)) {
            throw MetricException.invalid("alpha", "expected a number in (0, 1), found " + alpha);
        }
        if (!(power > alpha && power < 1)) {
            throw MetricException.invalid("power", "expected a number in (alpha, 1), found " + power);
        }
    }
}
