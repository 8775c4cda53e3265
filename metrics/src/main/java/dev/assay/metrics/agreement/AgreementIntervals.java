package dev.assay.metrics.agreement;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.statistics.BootstrapInterval;
import dev.assay.metrics.statistics.BootstrapInterval.Kind;
import dev.assay.metrics.statistics.Estimator;
import dev.assay.metrics.statistics.ScoreRange;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/**
 * Coefficients of agreement with BCa bootstrap intervals: items are resampled with all their ratings, seeded, the same bytes for any
 * number of threads. A coefficient that is undefined for the items themselves gives an undefined estimate; one that is undefined in
 * more than 5% of the resamples has no interval.
 */
public final class AgreementIntervals {

    private static final ScoreRange COEFFICIENT = new ScoreRange(-1, 1);

    private AgreementIntervals() {}

    /**
     * Of two raters.
     *
     * @param first category of each item by the first rater, 0..{@code categories}−1
     * @param second likewise by the second
     * @param coefficient for example {@code raters -> raters.cohenKappa(Weights.QUADRATIC)}
     * @throws MetricException invalid when the lengths differ or a category is out of range; undefined for fewer than two items
     */
    public static Estimator ofTwoRaters(
            int[] first,
            int[] second,
            int categories,
            ToDoubleFunction<TwoRaters> coefficient,
            int resamples,
            long seed) {
        if (first.length != second.length) {
            throw MetricException.invalid("second", "must have as many ratings as first");
        }
        for (int i = 0; i < first.length; i++) {
            if (Math.min(first[i], second[i]) < 0 || Math.max(first[i], second[i]) >= categories) {
                throw MetricException.invalid("item " + i, "has a category outside 0.." + (categories - 1));
            }
        }
        return resampled(
                first.length,
                items -> {
                    long[][] table = new long[categories][categories];
                    for (int item : items) {
                        table[first[item]][second[item]]++;
                    }
                    return coefficient.applyAsDouble(new TwoRaters(table));
                },
                resamples,
                seed);
    }

    /**
     * Of several raters without gaps.
     *
     * @param table rows items, columns categories, how many raters chose each
     * @param coefficient for example {@code Fleiss::kappa}
     * @throws MetricException as {@link Fleiss#Fleiss} does; undefined for fewer than two items
     */
    public static Estimator ofFleiss(long[][] table, ToDoubleFunction<Fleiss> coefficient, int resamples, long seed) {
        new Fleiss(table);
        return resampled(
                table.length,
                items -> {
                    long[][] picked = new long[items.length][];
                    for (int i = 0; i < items.length; i++) {
                        picked[i] = table[items[i]];
                    }
                    return coefficient.applyAsDouble(new Fleiss(picked));
                },
                resamples,
                seed);
    }

    /**
     * Of Krippendorff's alpha.
     *
     * @param ratings rows raters, columns items, NaN where missing
     * @throws MetricException as {@link Krippendorff#Krippendorff} does; undefined for fewer than two items
     */
    public static Estimator ofKrippendorff(double[][] ratings, Krippendorff.Level level, int resamples, long seed) {
        new Krippendorff(ratings);
        int itemCount = ratings.length == 0 ? 0 : ratings[0].length;
        return resampled(
                itemCount,
                items -> {
                    double[][] picked = new double[ratings.length][items.length];
                    for (int r = 0; r < ratings.length; r++) {
                        for (int i = 0; i < items.length; i++) {
                            picked[r][i] = ratings[r][items[i]];
                        }
                    }
                    return new Krippendorff(picked).alpha(level);
                },
                resamples,
                seed);
    }

    private static Estimator resampled(int items, ToDoubleFunction<int[]> coefficient, int resamples, long seed) {
        return BootstrapInterval.ofItems(
                items,
                Optional.empty(),
                picked -> orNaN(() -> coefficient.applyAsDouble(picked)),
                COEFFICIENT,
                Kind.BCA,
                resamples,
                seed);
    }

    private static double orNaN(DoubleSupplier value) {
        try {
            return value.getAsDouble();
        } catch (MetricException e) {
            if (e.kind() != MetricException.Kind.UNDEFINED) {
                throw e;
            }
            return Double.NaN;
        }
    }
}
