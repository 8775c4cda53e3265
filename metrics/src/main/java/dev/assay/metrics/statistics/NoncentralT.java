package dev.assay.metrics.statistics;

import java.util.List;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Power of two-sided t tests by the noncentral t distribution, as the expectation of Φ over the sampled standard deviation:
 * P(T > t) = E[Φ(δ − t·S)] with S² = χ²_ν/ν. The integral is by Simpson's rule in √S, between quantiles of χ², in pieces that are short where
 * Φ rises: with few degrees of freedom t is large, and all happens within a small part of the range.
 */
final class NoncentralT {

    private static final int STEPS = 400;

    /** Where pieces end, in units of Φ's argument. */
    private static final double[] KNOTS = {-8, -4, -2, 0, 2, 4, 8};

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
        TreeSet<Double> ends = new TreeSet<>(List.of(from, to));
        for (double knot : KNOTS) {
            ends.add(Math.clamp((noncentrality + knot) / critical, from, to));
            ends.add(Math.clamp((-noncentrality + knot) / critical, from, to));
        }
        DoubleUnaryOperator integrand = root -> {
            double s = root * root;
            double density = 2 * degreesOfFreedom * s * chi.density(degreesOfFreedom * s * s);
            return 2
                    * root
                    * density
                    * (Quantiles.normalCdf(noncentrality - critical * s)
                            + Quantiles.normalCdf(-noncentrality - critical * s));
        };
        double sum = 0;
        double last = from;
        for (double end : ends.tailSet(from, false)) {
            sum += simpson(integrand, Math.sqrt(last), Math.sqrt(end));
            last = end;
        }
        return Math.clamp(sum, 0, 1);
    }

    private static double simpson(DoubleUnaryOperator function, double from, double to) {
        double step = (to - from) / STEPS;
        double sum = function.applyAsDouble(from) + function.applyAsDouble(to);
        for (int i = 1; i < STEPS; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * function.applyAsDouble(from + i * step);
        }
        return sum * step / 3;
    }
}
