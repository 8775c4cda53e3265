package dev.assay.metrics.statistics;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Power of two-sided t tests by the noncentral t distribution, as the expectation of Φ over the sampled standard deviation:
 * P(T > t) = E[Φ(δ − t·S)] with S² = χ²_ν/ν, integrated by Simpson's rule over quantiles of χ².
 */
final class NoncentralT {

    private static final int STEPS = 400;

    /** From here on the normal distribution is the same to nine digits, and quantiles of χ² take long. */
    private static final double LARGE = 1e9;

    private NoncentralT() {}

    static double power(double degreesOfFreedom, double noncentrality, double alpha) {
        if (degreesOfFreedom > LARGE) {
            double z = -Quantiles.normal(alpha / 2);
            return Quantiles.normalCdf(noncentrality - z) + Quantiles.normalCdf(-noncentrality - z);
        }
        double critical = -TDistribution.of(degreesOfFreedom).inverseCumulativeProbability(alpha / 2);
        ChiSquaredDistribution chi = ChiSquaredDistribution.of(degreesOfFreedom);
        double from = Math.sqrt(chi.inverseCumulativeProbability(1e-14) / degreesOfFreedom);
        double to = Math.sqrt(chi.inverseSurvivalProbability(1e-14) / degreesOfFreedom);
        double step = (to - from) / STEPS;
        double sum = 0;
        for (int i = 0; i <= STEPS; i++) {
            double s = from + i * step;
            double density = 2 * degreesOfFreedom * s * chi.density(degreesOfFreedom * s * s);
            double value = Quantiles.normalCdf(noncentrality - critical * s)
                    + Quantiles.normalCdf(-noncentrality - critical * s);
            sum += (i == 0 || i == STEPS ? 1 : i % 2 == 0 ? 2 : 4) * density * value;
        }
        return Math.clamp(sum * step / 3, 0, 1);
    }
}
