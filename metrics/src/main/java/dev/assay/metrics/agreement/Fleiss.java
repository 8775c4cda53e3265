package dev.assay.metrics.agreement;

import dev.assay.metrics.MetricException;

/**
 * Agreement of any number of raters on categories, from a table of how many raters put each item into each category. Every item must
 * have the same number of ratings; {@link Krippendorff} allows gaps. Coefficients are at most 1. Immutable.
 */
public final class Fleiss {

    private final double observed;
    private final double[] shares;

    /**
     * Takes the table, rows items, columns categories.
     *
     * @throws MetricException invalid when rows differ in length or in their sum, or a count is negative; undefined without items or
     *     with fewer than two ratings an item
     */
    public Fleiss(long[][] table) {
        if (table.length == 0) {
            throw MetricException.undefined("agreement needs at least one item");
        }
        int categories = table[0].length;
        long raters = 0;
        for (long count : table[0]) {
            raters += count;
        }
        if (raters < 2) {
            throw MetricException.undefined("agreement needs at least two ratings of each item");
        }
        shares = new double[categories];
        double agreement = 0;
        for (int i = 0; i < table.length; i++) {
            long sum = 0;
            double pairs = 0;
            if (table[i].length != categories) {
                throw MetricException.invalid("row " + i, "must have " + categories + " categories");
            }
            for (int c = 0; c < categories; c++) {
                long count = table[i][c];
                if (count < 0) {
                    throw MetricException.invalid("row " + i, "counts cannot be negative");
                }
                sum += count;
                pairs += (double) count * (count - 1);
                shares[c] += count;
            }
            if (sum != raters) {
                throw MetricException.invalid("row " + i, "has " + sum + " ratings, the first item " + raters);
            }
            agreement += pairs / ((double) raters * (raters - 1));
        }
        observed = agreement / table.length;
        for (int c = 0; c < categories; c++) {
            shares[c] /= (double) raters * table.length;
        }
    }

    /** Probability that two raters agree on an item, 0..1. */
    public double observedAgreement() {
        return observed;
    }

    /** Fleiss' kappa (1971), chance from the pooled categories; undefined when only one category is used. */
    public double kappa() {
        double expected = 0;
        for (double share : shares) {
            expected += share * share;
        }
        if (1 - expected < 1e-15) {
            throw MetricException.undefined("Fleiss' kappa is 0/0 when only one category is used");
        }
        return (observed - expected) / (1 - expected);
    }

    /** Randolph's free-marginal kappa (2005), chance 1/k; undefined for one category. */
    public double randolphKappa() {
        if (shares.length < 2) {
            throw MetricException.undefined("Randolph's kappa needs at least two categories");
        }
        double expected = 1.0 / shares.length;
        return (observed - expected) / (1 - expected);
    }

    /** Gwet's AC1 for several raters (2008); undefined for one category. */
    public double gwetAc1() {
        if (shares.length < 2) {
            throw MetricException.undefined("Gwet's AC1 needs at least two categories");
        }
        double expected = 0;
        for (double share : shares) {
            expected += share * (1 - share);
        }
        expected /= shares.length - 1;
        return (observed - expected) / (1 - expected);
    }
}
