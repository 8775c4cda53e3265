package dev.assay.metrics.statistics;

/**
 * The difference of two independent shares, first − second (groups of items, not two models on the same items: those are pairs).
 *
 * @param first successes of the first
 * @param firstN items of the first
 * @param second successes of the second
 * @param secondN items of the second
 * @param interval which interval
 */
public record ShareDifference(long first, long firstN, long second, long secondN, Interval interval)
        implements Estimator {

    /** Intervals of a difference of shares. */
    public enum Interval {
        /** Newcombe's hybrid score interval (1998, Statistics in Medicine 17:873, method 10); the default. */
        NEWCOMBE("newcombe"),
        /** Agresti and Caffo's (2000, The American Statistician 54:280): one success and one failure more on each side. */
        AGRESTI_CAFFO("agresti-caffo"),
        /** The textbook's normal approximation; of zero width at 0% and 100%, for comparison only. */
        WALD("wald");

        private final String method;

        Interval(String method) {
            this.method = method;
        }
    }

    /** With Newcombe's interval. */
    public static ShareDifference of(long first, long firstN, long second, long secondN) {
        return new ShareDifference(first, firstN, second, secondN, Interval.NEWCOMBE);
    }

    public ShareDifference {
        Share.of(first, firstN);
        Share.of(second, secondN);
    }

    @Override
    public Estimate at(double level) {
        long n = firstN + secondN;
        if (firstN == 0 || secondN == 0) {
            return Estimate.undefined(level, interval.method, n, 0, "one of the groups has no items");
        }
        double p = (double) first / firstN;
        double q = (double) second / secondN;
        double error = error(p, firstN, q, secondN);
        double[] bounds = bounds(level, p, q, error);
        double lower = Math.min(p - q, bounds[0]);
        double upper = Math.max(p - q, bounds[1]);
        return Estimate.of(p - q, error, lower, upper, level, interval.method, n, 0);
    }

    double[] bounds(double level, double p, double q, double error) {
        double z = Quantiles.normalTwoSided(level);
        return switch (interval) {
            case NEWCOMBE -> {
                double[] one = Share.wilson(first, firstN, level);
                double[] two = Share.wilson(second, secondN, level);
                yield new double[] {
                    p - q - Math.hypot(p - one[0], two[1] - q), p - q + Math.hypot(one[1] - p, q - two[0])
                };
            }
            case AGRESTI_CAFFO -> {
                double one = (first + 1.0) / (firstN + 2);
                double two = (second + 1.0) / (secondN + 2);
                double half = z * error(one, firstN + 2.0, two, secondN + 2.0);
                yield new double[] {one - two - half, one - two + half};
            }
            case WALD -> new double[] {p - q - z * error, p - q + z * error};
        };
    }

    private static double error(double p, double n, double q, double m) {
        return Math.sqrt(p * (1 - p) / n + q * (1 - q) / m);
    }
}
