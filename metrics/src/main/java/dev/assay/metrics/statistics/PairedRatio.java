package dev.assay.metrics.statistics;

/**
 * Nam and Blackwelder's score interval of a ratio of paired shares (2002, Statistics in Medicine 21:689): the ρ for which
 * |x_c − ρx_b| ≤ z√(nρ(p̃₁₀+p̃₀₁)), the p̃ being the maximum-likelihood estimates under that ratio. It has a width even where no pair
 * is discordant.
 */
final class PairedRatio {

    private static final int STEPS = 80;

    private PairedRatio() {}

    /**
     * The interval; the baseline passes at least one item.
     *
     * @param both items that both pass
     * @param first items that only the candidate passes
     * @param second items that only the baseline passes
     */
    static double[] interval(double both, double first, double second, double level) {
        double z = Quantiles.normalTwoSided(level);
        double ratio = (both + first) / (both + second);
        double lower = ratio == 0 ? 0 : search(0, ratio, both, first, second, z);
        double top = Math.max(1, 2 * ratio);
        while (score(top, both, first, second) > -z) {
            top *= 2;
        }
        return new double[] {lower, search(top, ratio, both, first, second, -z)};
    }

    /** From an excluded end to the ratio, the score being z at the limit. */
    private static double search(double end, double ratio, double both, double first, double second, double z) {
        double out = end;
        double in = ratio;
        for (int i = 0; i < STEPS; i++) {
            double middle = (out + in) / 2;
            if (Math.abs(score(middle, both, first, second)) >= Math.abs(z)) {
                out = middle;
            } else {
                in = middle;
            }
        }
        return in;
    }

    private static double score(double ratio, double both, double first, double second) {
        double distance = both + first - ratio * (both + second);
        if (distance == 0) {
            return 0;
        }
        // Counts of the items that not both fail, instead of shares: the number of items cancels.
        double some = both + first + second;
        double square = ratio * ratio;
        double a = ratio * (1 + ratio) * some;
        double b = -(first * (2 * square - 1) + second * square - both * (1 - square));
        double c = -first * (1 - ratio) * ratio;
        double onlyFirst = some * (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
        double onlySecond = (1 - ratio) * some + ratio * onlyFirst;
        double variance = ratio * Math.max(0, onlyFirst + onlySecond);
        return distance / Math.sqrt(Math.max(variance, Double.MIN_NORMAL));
    }
}
