package dev.assay.metrics.label;

import dev.assay.metrics.MetricException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What happens when answers below a confidence are withheld: coverage and accuracy at each threshold, and the area under the
 * risk–coverage curve. All values are shares in 0..1.
 */
public final class ThresholdSweep {

    private ThresholdSweep() {}

    /**
     * One threshold.
     *
     * @param threshold rows with at least this confidence are answered
     * @param answered how many rows that are
     * @param coverage their share of all rows
     * @param correct how many of them are right
     * @param accuracy share of right ones among the answered; NaN when none is answered
     */
    public record Point(double threshold, int answered, double coverage, int correct, double accuracy) {}

    /**
     * Sweeps over all distinct confidences, from the highest.
     *
     * @throws MetricException when there are no rows, the lengths differ or a confidence is NaN
     */
    public static List<Point> of(double[] confidence, boolean[] correct) {
        double[] distinct = Arrays.stream(confidence).distinct().sorted().toArray();
        double[] descending = new double[distinct.length];
        for (int i = 0; i < distinct.length; i++) {
            descending[i] = distinct[distinct.length - 1 - i];
        }
        return of(confidence, correct, descending);
    }

    /** Sweeps over the given thresholds, in their order. Throws as {@link #of(double[], boolean[])} does. */
    public static List<Point> of(double[] confidence, boolean[] correct, double[] thresholds) {
        BinaryScores scores = checked(confidence, correct);
        double[] right = new double[scores.positives()];
        double[] wrong = new double[scores.negatives()];
        int r = 0;
        int w = 0;
        for (int i = 0; i < confidence.length; i++) {
            if (correct[i]) {
                right[r++] = confidence[i];
            } else {
                wrong[w++] = confidence[i];
            }
        }
        Arrays.sort(right);
        Arrays.sort(wrong);
        List<Point> result = new ArrayList<>(thresholds.length);
        for (double threshold : thresholds) {
            int kept = atLeast(right, threshold);
            int answered = kept + atLeast(wrong, threshold);
            result.add(new Point(
                    threshold,
                    answered,
                    (double) answered / confidence.length,
                    kept,
                    answered == 0 ? Double.NaN : (double) kept / answered));
        }
        return List.copyOf(result);
    }

    /**
     * The lowest threshold at which the answered rows reach an accuracy, hence the largest coverage.
     *
     * @throws MetricException undefined when no threshold reaches it
     */
    public static Point lowestWithAccuracy(double[] confidence, boolean[] correct, double accuracy) {
        Point best = null;
        for (Point point : of(confidence, correct)) {
            if (point.accuracy() >= accuracy) {
                best = point;
            }
        }
        if (best == null) {
            throw MetricException.undefined("no threshold reaches an accuracy of " + accuracy);
        }
        return best;
    }

    /**
     * Area under the risk–coverage curve (Geifman and El-Yaniv 2017), 0..1, lower is better: the mean error of the most confident k
     * rows over k = 1..n, where tied rows share the mean of their group.
     */
    public static double riskCoverageArea(double[] confidence, boolean[] correct) {
        double area = 0;
        int answered = 0;
        double wrong = 0;
        for (Point point : of(confidence, correct)) {
            int group = point.answered() - answered;
            double wrongInGroup = point.answered() - point.correct() - wrong;
            for (int k = 1; k <= group; k++) {
                area += (wrong + wrongInGroup * k / group) / (answered + k);
            }
            answered = point.answered();
            wrong += wrongInGroup;
        }
        return area / confidence.length;
    }

    private static BinaryScores checked(double[] confidence, boolean[] correct) {
        if (confidence.length == 0) {
            throw MetricException.undefined("a sweep needs at least one row");
        }
        return BinaryScores.of(correct, confidence);
    }

    private static int atLeast(double[] sorted, double threshold) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] >= threshold) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return sorted.length - low;
    }
}
