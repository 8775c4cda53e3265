package dev.assay.metrics.statistics;

/**
 * Tango's score interval for a difference of paired proportions (Tango 1998, Statistics in Medicine 17:891): the δ for which
 * |b−c−nδ| ≤ z√(n(2q̃+δ(1−δ))), q̃ the constrained maximum-likelihood estimate of the probability of a loss.
 */
final class Tango {

    private static final int STEPS = 60;

    private Tango() {}

    /**
     * The interval.
     *
     * @param wins b, pairs that only the candidate passes
     * @param losses c, pairs that only the baseline passes
     */
    static double[] interval(long wins, long losses, long n, double level) {
        double z = Quantiles.normalTwoSided(level);
        // The limits mirror each other, so that swapping the models mirrors the interval exactly.
        return new double[] {-upper(losses, wins, n, z), upper(wins, losses, n, z)};
    }

    private static double upper(double b, double c, double n, double z) {
        double low = (b - c) / n;
        double high = 1;
        for (int i = 0; i < STEPS; i++) {
            double middle = (low + high) / 2;
            if (score(b, c, n, middle) > -z) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double score(double b, double c, double n, double delta) {
        double linear = -b - c + (2 * n - b + c) * delta;
        double constant = -c * delta * (1 - delta);
        double loss = (Math.sqrt(Math.max(0, linear * linear - 8 * n * constant)) - linear) / (4 * n);
        double variance = n * (2 * loss + delta * (1 - delta));
        double distance = b - c - n * delta;
        return distance == 0 ? 0 : distance / Math.sqrt(Math.max(variance, Double.MIN_NORMAL));
    }
}
