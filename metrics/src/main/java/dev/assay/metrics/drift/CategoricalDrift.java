package dev.assay.metrics.drift;

import dev.assay.metrics.MetricException;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** Distances between two distributions over the same categories, from their counts. Immutable. */
public final class CategoricalDrift {

    private final double[] reference;
    private final double[] current;
    private final double referenceTotal;
    private final double currentTotal;

    private CategoricalDrift(double[] reference, double[] current) {
        this.reference = reference;
        this.current = current;
        this.referenceTotal = total("reference", reference);
        this.currentTotal = total("current", current);
    }

    /**
     * Takes copies of the counts, one for each category in the same order; fractions are allowed.
     *
     * @throws MetricException invalid when the lengths differ or a count is negative or not finite; undefined when one side is empty
     */
    public static CategoricalDrift of(double[] reference, double[] current) {
        if (reference.length != current.length) {
            throw MetricException.invalid(
                    "counts", "have different lengths, " + reference.length + " and " + current.length);
        }
        return new CategoricalDrift(reference.clone(), current.clone());
    }

    /**
     * Pearson's test of homogeneity.
     *
     * @param statistic Σ(observed − expected)²/expected, 0 or more
     * @param degreesOfFreedom one less than the categories that occur
     * @param pValue probability of a statistic at least as large when both sides have one distribution, 0..1
     */
    public record Homogeneity(double statistic, int degreesOfFreedom, double pValue) {}

    /** Jensen–Shannon divergence in nats, 0..ln 2; divided by ln 2 it is in bits, 0..1 (Lin 1991). */
    public double jensenShannonDivergence() {
        double sum = 0;
        for (int c = 0; c < reference.length; c++) {
            double p = p(c);
            double q = q(c);
            double middle = (p + q) / 2;
            sum += (p == 0 ? 0 : p * Math.log(p / middle)) + (q == 0 ? 0 : q * Math.log(q / middle));
        }
        return Math.max(0, sum / 2);
    }

    /** Square root of the divergence in bits, a metric, 0..1 (Endres and Schindelin 2003). */
    public double jensenShannonDistance() {
        return Math.sqrt(jensenShannonDivergence() / Math.log(2));
    }

    /** Kullback–Leibler divergence of the current from the reference, Σ p·ln(p/q), in nats; infinite where q alone is 0. */
    public double kullbackLeibler() {
        double sum = 0;
        for (int c = 0; c < reference.length; c++) {
            sum += p(c) == 0 ? 0 : p(c) * Math.log(p(c) / q(c));
        }
        return Math.max(0, sum);
    }

    /** Half the sum of absolute differences, 0..1. */
    public double totalVariation() {
        double sum = 0;
        for (int c = 0; c < reference.length; c++) {
            sum += Math.abs(p(c) - q(c));
        }
        return sum / 2;
    }

    /** Hellinger distance, 0..1. */
    public double hellinger() {
        double sum = 0;
        for (int c = 0; c < reference.length; c++) {
            double difference = Math.sqrt(p(c)) - Math.sqrt(q(c));
            sum += difference * difference;
        }
        return Math.sqrt(sum / 2);
    }

    /** Population stability index with shares below {@code floor} raised to it, 0 or more. */
    public double psi(double floor) {
        if (!(floor > 0 && floor < 1)) {
            throw MetricException.invalid("floor", "must be between 0 and 1");
        }
        double sum = 0;
        for (int c = 0; c < reference.length; c++) {
            double p = Math.max(floor, p(c));
            double q = Math.max(floor, q(c));
            sum += (q - p) * Math.log(q / p);
        }
        return sum;
    }

    /**
     * Pearson's test that both sides have one distribution, without a continuity correction. Categories that occur on neither side
     * are left out.
     *
     * @throws MetricException undefined with fewer than two categories that occur
     */
    public Homogeneity homogeneity() {
        int occurring = 0;
        for (int c = 0; c < reference.length; c++) {
            occurring += reference[c] + current[c] > 0 ? 1 : 0;
        }
        if (occurring < 2) {
            throw MetricException.undefined("a test of homogeneity needs at least two categories that occur");
        }
        double all = referenceTotal + currentTotal;
        double statistic = 0;
        for (int c = 0; c < reference.length; c++) {
            double column = reference[c] + current[c];
            if (column > 0) {
                statistic += term(reference[c], column * referenceTotal / all)
                        + term(current[c], column * currentTotal / all);
            }
        }
        return new Homogeneity(
                statistic,
                occurring - 1,
                ChiSquaredDistribution.of(occurring - 1).survivalProbability(statistic));
    }

    private static double term(double observed, double expected) {
        return (observed - expected) * (observed - expected) / expected;
    }

    private double p(int category) {
        return reference[category] / referenceTotal;
    }

    private double q(int category) {
        return current[category] / currentTotal;
    }

    private static double total(String name, double[] counts) {
        double sum = 0;
        for (int c = 0; c < counts.length; c++) {
            if (!(counts[c] >= 0) || counts[c] == Double.POSITIVE_INFINITY) {
                throw MetricException.invalid(name + "[" + c + "]", "must be a count of 0 or more");
            }
            sum += counts[c];
        }
        if (sum == 0) {
            throw MetricException.undefined("drift needs at least one count in " + name);
        }
        return sum;
    }
}
