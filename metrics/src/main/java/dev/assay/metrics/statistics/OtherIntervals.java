package dev.assay.metrics.statistics;

/** Intervals of a share that are offered for comparison with other programs; {@link Share} has those to use. */
final class OtherIntervals {

    private OtherIntervals() {}

    /** Agresti and Coull 1998, The American Statistician 52:119; cut to [0, 1]. */
    static double[] agrestiCoull(double k, double n, double level) {
        double z = Quantiles.normalTwoSided(level);
        return normal(k + z * z / 2, n + z * z, level);
    }

    /** p ± z√(p(1−p)/n), cut to [0, 1]; of zero width at 0% and 100%. */
    static double[] normal(double k, double n, double level) {
        double p = k / n;
        double half = Quantiles.normalTwoSided(level) * Math.sqrt(p * (1 - p) / n);
        return new double[] {Math.max(0, p - half), Math.min(1, p + half)};
    }

    /** Quantiles of Beta(k+½, n−k+½), also at k = 0 and k = n. */
    static double[] jeffreys(double k, double n, double level) {
        double tail = (1 - level) / 2;
        return new double[] {Quantiles.beta(tail, k + 0.5, n - k + 0.5), Quantiles.beta(1 - tail, k + 0.5, n - k + 0.5)
        };
    }

    /** Wilson's with continuity correction (Newcombe 1998, Statistics in Medicine 17:857, method 4). */
    static double[] wilsonContinuity(double k, double n, double level) {
        double z = Quantiles.normalTwoSided(level);
        double z2 = z * z;
        double p = k / n;
        double q = 1 - p;
        double denominator = 2 * (n + z2);
        double centre = 2 * k + z2;
        double low = z * Math.sqrt(z2 - 2 - 1 / n + 4 * p * (n * q + 1)) + 1;
        double high = z * Math.sqrt(z2 + 2 - 1 / n + 4 * p * (n * q - 1)) + 1;
        return new double[] {
            k == 0 ? 0 : Math.max(0, (centre - low) / denominator),
            k == n ? 1 : Math.min(1, (centre + high) / denominator)
        };
    }
}
