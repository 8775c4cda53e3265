package dev.assay.metrics.agreement;

import dev.assay.metrics.MetricException;

/**
 * Intraclass correlations of numbers that several raters gave to the same items (McGraw and Wong 1996), from a two-way analysis of
 * variance. At most 1; a negative estimate means that raters disagree more within items than between. Immutable.
 */
public final class IntraclassCorrelation {

    private final double items;
    private final double raters;
    private final double betweenItems;
    private final double betweenRaters;
    private final double residual;
    private final double withinItems;

    /**
     * Takes complete ratings, rows items, columns raters.
     *
     * @throws MetricException invalid when rows differ in length or a rating is not finite; undefined for fewer than two items or
     *     raters
     */
    public IntraclassCorrelation(double[][] ratings) {
        int n = ratings.length;
        int k = n == 0 ? 0 : ratings[0].length;
        if (n < 2 || k < 2) {
            throw MetricException.undefined("intraclass correlation needs at least two items and two raters");
        }
        double[] itemMean = new double[n];
        double[] raterMean = new double[k];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            if (ratings[i].length != k) {
                throw MetricException.invalid("ratings[" + i + "]", "must have " + k + " raters");
            }
            for (int j = 0; j < k; j++) {
                if (!Double.isFinite(ratings[i][j])) {
                    throw MetricException.invalid("ratings[" + i + "][" + j + "]", "is not a finite number");
                }
                itemMean[i] += ratings[i][j] / k;
                raterMean[j] += ratings[i][j] / n;
            }
            mean += itemMean[i] / n;
        }
        double rows = 0;
        double columns = 0;
        double within = 0;
        double rest = 0;
        for (int i = 0; i < n; i++) {
            rows += k * square(itemMean[i] - mean);
            for (int j = 0; j < k; j++) {
                within += square(ratings[i][j] - itemMean[i]);
                rest += square(ratings[i][j] - itemMean[i] - raterMean[j] + mean);
            }
        }
        for (double m : raterMean) {
            columns += n * square(m - mean);
        }
        items = n;
        raters = k;
        betweenItems = rows / (n - 1);
        betweenRaters = columns / (k - 1);
        withinItems = within / ((double) n * (k - 1));
        residual = rest / ((double) (n - 1) * (k - 1));
    }

    /** ICC(1,1): one rating, raters drawn anew for each item. */
    public double oneWay() {
        return ratio(betweenItems - withinItems, betweenItems + (raters - 1) * withinItems);
    }

    /** ICC(A,1): one rating, the same raters for all items, their levels counting. */
    public double agreement() {
        return ratio(
                betweenItems - residual,
                betweenItems + (raters - 1) * residual + raters * (betweenRaters - residual) / items);
    }

    /** ICC(C,1): one rating, the same raters for all items, their levels not counting. */
    public double consistency() {
        return ratio(betweenItems - residual, betweenItems + (raters - 1) * residual);
    }

    /** ICC(1,k): the mean of all ratings, raters drawn anew for each item. */
    public double oneWayOfMean() {
        return ratio(betweenItems - withinItems, betweenItems);
    }

    /** ICC(A,k): the mean of all ratings, the raters' levels counting. */
    public double agreementOfMean() {
        return ratio(betweenItems - residual, betweenItems + (betweenRaters - residual) / items);
    }

    /** ICC(C,k): the mean of all ratings, the raters' levels not counting; Cronbach's alpha. */
    public double consistencyOfMean() {
        return ratio(betweenItems - residual, betweenItems);
    }

    private static double ratio(double numerator, double denominator) {
        if (denominator == 0) {
            throw MetricException.undefined("intraclass correlation is 0/0 when the ratings do not vary");
        }
        return numerator / denominator;
    }

    private static double square(double value) {
        return value * value;
    }
}
