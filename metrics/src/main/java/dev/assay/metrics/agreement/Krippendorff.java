package dev.assay.metrics.agreement;

import dev.assay.metrics.MetricException;
import java.util.Arrays;

/**
 * Krippendorff's alpha (2011): one minus observed over expected disagreement, for any number of raters, any level of measurement, and
 * gaps. At most 1, which is perfect; 0 is what chance gives. Items with fewer than two ratings are left out. Immutable.
 */
public final class Krippendorff {

    private final int[][] units;
    private final double[] values;
    private final double[] counts;
    private final double[] before;
    private final double total;

    /** What the values mean, hence how far two of them disagree. */
    public enum Level {
        /** Names: any two different ones disagree alike. */
        NOMINAL,
        /** Ranks: by how many ratings lie between. */
        ORDINAL,
        /** Numbers whose differences mean something: (a − b)². */
        INTERVAL,
        /** Amounts, 0 or more: ((a − b)/(a + b))². */
        RATIO
    }

    /**
     * Takes the ratings.
     *
     * @param ratings rows are raters, columns items, NaN where a rating is missing
     * @throws MetricException when rows differ in length or a rating is infinite
     */
    public Krippendorff(double[][] ratings) {
        int items = ratings.length == 0 ? 0 : ratings[0].length;
        for (int r = 0; r < ratings.length; r++) {
            if (ratings[r].length != items) {
                throw MetricException.invalid("ratings[" + r + "]", "must have " + items + " items");
            }
            for (double rating : ratings[r]) {
                if (Double.isInfinite(rating)) {
                    throw MetricException.invalid("ratings[" + r + "]", "has an infinite value");
                }
            }
        }
        double[][] pairable = new double[items][];
        for (int i = 0; i < items; i++) {
            int item = i;
            double[] given = Arrays.stream(ratings)
                    .mapToDouble(rater -> rater[item] + 0.0)
                    .filter(rating -> !Double.isNaN(rating))
                    .toArray();
            pairable[i] = given.length < 2 ? new double[0] : given;
        }
        values = Arrays.stream(pairable)
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .distinct()
                .toArray();
        counts = new double[values.length];
        units = new int[items][];
        double sum = 0;
        for (int i = 0; i < items; i++) {
            units[i] = new int[pairable[i].length];
            for (int r = 0; r < units[i].length; r++) {
                units[i][r] = Arrays.binarySearch(values, pairable[i][r]);
                counts[units[i][r]]++;
                sum++;
            }
        }
        total = sum;
        before = new double[values.length + 1];
        for (int v = 0; v < values.length; v++) {
            before[v + 1] = before[v] + counts[v];
        }
    }

    /** Number of ratings that can be paired with another of the same item. */
    public long pairableRatings() {
        return (long) total;
    }

    /**
     * Alpha at a level of measurement, in O(ratings·raters + distinct values²).
     *
     * @throws MetricException undefined when no item has two ratings, or all ratings are equal; invalid when a ratio is asked for
     *     and a rating is negative
     */
    public double alpha(Level level) {
        if (total == 0) {
            throw MetricException.undefined("alpha needs an item with two ratings");
        }
        if (values.length < 2) {
            throw MetricException.undefined("alpha is 0/0 when all ratings are equal");
        }
        if (level == Level.RATIO && values[0] < 0) {
            throw MetricException.invalid("ratings", "of the ratio level cannot be negative");
        }
        double observed = 0;
        for (int[] unit : units) {
            double sum = 0;
            for (int a = 0; a < unit.length; a++) {
                for (int b = a + 1; b < unit.length; b++) {
                    sum += 2 * distance(level, unit[a], unit[b]);
                }
            }
            observed += unit.length < 2 ? 0 : sum / (unit.length - 1);
        }
        double expected = 0;
        for (int a = 0; a < values.length; a++) {
            for (int b = a + 1; b < values.length; b++) {
                expected += 2 * counts[a] * counts[b] * distance(level, a, b);
            }
        }
        return 1 - observed * (total - 1) / expected;
    }

    private double distance(Level level, int first, int second) {
        if (first == second) {
            return 0;
        }
        int a = Math.min(first, second);
        int b = Math.max(first, second);
        return switch (level) {
            case NOMINAL -> 1;
            case ORDINAL -> square(before[b + 1] - before[a] - (counts[a] + counts[b]) / 2);
            case INTERVAL -> square(values[a] - values[b]);
            case RATIO -> square((values[a] - values[b]) / (values[a] + values[b]));
        };
    }

    private static double square(double value) {
        return value * value;
    }
}
