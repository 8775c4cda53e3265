package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import java.util.OptionalLong;

/**
 * A share of items, with an interval that is never of zero width, not even at 0% or 100%.
 *
 * @param successes items that have the property, 0…n
 * @param n items
 * @param interval which interval
 */
public record Share(long successes, long n, Interval interval) implements Estimator {

    /** Intervals of a share. */
    public enum Interval {
        /** Wilson's score interval (Wilson 1927, JASA 22:209): inverts the score test; the default. */
        WILSON("wilson"),
        /** Clopper and Pearson's (1934, Biometrika 26:404): inverts the binomial test; never below its level. */
        CLOPPER_PEARSON("clopper-pearson");

        private final String method;

        Interval(String method) {
            this.method = method;
        }
    }

    public Share {
        if (n < 0 || successes < 0 || successes > n) {
            throw MetricException.invalid("successes", "expected 0 to " + n + ", found " + successes);
        }
    }

    /** With Wilson's interval. */
    public static Share of(long successes, long n) {
        return new Share(successes, n, Interval.WILSON);
    }

    /** With Clopper and Pearson's interval. */
    public static Share exact(long successes, long n) {
        return new Share(successes, n, Interval.CLOPPER_PEARSON);
    }

    @Override
    public Estimate at(double level) {
        if (n == 0) {
            return Estimate.undefined(level, interval.method, 0, 0, "no items");
        }
        double p = (double) successes / n;
        double[] bounds = switch (interval) {
            case WILSON -> wilson(successes, n, level);
            case CLOPPER_PEARSON -> clopperPearson(successes, n, level);
        };
        return Estimate.of(p, Math.sqrt(p * (1 - p) / n), bounds[0], bounds[1], level, interval.method, n, 0);
    }

    /**
     * The sample size of the one-sample score test, which Wilson's interval inverts: (z_c√(t(1−t)) + z_p√(p(1−p)))² / (p−t)², t the
     * threshold (Fleiss, Levin and Paik 2003, section 2.5).
     */
    @Override
    public OptionalLong itemsToDecide(double threshold, double confidence, double power) {
        if (n == 0 || !(threshold >= 0 && threshold <= 1)) {
            return OptionalLong.empty();
        }
        double p = (double) successes / n;
        double root = Quantiles.normal(confidence) * Math.sqrt(threshold * (1 - threshold))
                + Quantiles.normal(power) * Math.sqrt(p * (1 - p));
        double items = root * root / ((p - threshold) * (p - threshold));
        return Quantiles.ceiling(items);
    }

    /** Wilson's interval of successes that may be fractional (an effective number). */
    static double[] wilson(double successes, double n, double level) {
        double z = Quantiles.normalTwoSided(level);
        double p = successes / n;
        double z2 = z * z / n;
        double centre = (p + z2 / 2) / (1 + z2);
        double half = z / (1 + z2) * Math.sqrt(p * (1 - p) / n + z2 / n / 4);
        double lower = successes == 0 ? 0 : Math.max(0, centre - half);
        double upper = successes == n ? 1 : Math.min(1, centre + half);
        return new double[] {Math.min(lower, p), Math.max(upper, p)};
    }

    static double[] clopperPearson(double successes, double n, double level) {
        double tail = (1 - level) / 2;
        double lower = successes == 0 ? 0 : Quantiles.beta(tail, successes, n - successes + 1);
        double upper = successes == n ? 1 : Quantiles.beta(1 - tail, successes + 1, n - successes);
        return new double[] {lower, upper};
    }
}
