package dev.assay.metrics.label;

import dev.assay.metrics.MetricException;
import java.util.Arrays;

/**
 * Scores given to positive and negative rows, and how well they separate them: ROC-AUC, average precision, and the two curves.
 * A higher score speaks for the positive class. Equal scores are one step of a curve, whatever their order in the input. Immutable.
 *
 * <p>Holds both groups sorted, 8 bytes a row; building it takes O(n log n), each metric O(n).
 */
public final class BinaryScores {

    private final double[] positives;
    private final double[] negatives;

    private BinaryScores(double[] positives, double[] negatives) {
        this.positives = positives;
        this.negatives = negatives;
    }

    /**
     * Splits and sorts the scores.
     *
     * @throws MetricException when the lengths differ or a score is NaN
     */
    public static BinaryScores of(boolean[] truth, double[] scores) {
        Labels.sameLength(truth.length, scores.length, "truth and scores");
        int count = 0;
        for (boolean positive : truth) {
            count += positive ? 1 : 0;
        }
        double[] positives = new double[count];
        double[] negatives = new double[truth.length - count];
        int p = 0;
        int n = 0;
        for (int i = 0; i < truth.length; i++) {
            // Adding zero turns -0.0 into 0.0, which must tie.
            double score = scores[i] + 0.0;
            if (Double.isNaN(score)) {
                throw MetricException.invalid("score[" + i + "]", "is not a number");
            }
            if (truth[i]) {
                positives[p++] = score;
            } else {
                negatives[n++] = score;
            }
        }
        Arrays.sort(positives);
        Arrays.sort(negatives);
        return new BinaryScores(positives, negatives);
    }

    /**
     * A step curve from the highest threshold to the lowest.
     *
     * @param thresholds rows with a score at or above the threshold are taken for positive; the first is infinite in a ROC curve
     * @param x false positive rate (ROC) or recall (precision–recall), 0..1
     * @param y true positive rate (ROC) or precision (precision–recall), 0..1
     */
    public record Curve(double[] thresholds, double[] x, double[] y) {}

    public int positives() {
        return positives.length;
    }

    public int negatives() {
        return negatives.length;
    }

    /**
     * Area under the ROC curve, 0..1: the probability that a random positive row scores above a random negative one, ties half
     * (Mann–Whitney U over n₁·n₀). Counted in whole numbers, so exact but for one division. Undefined when a class has no row.
     */
    public double rocAuc() {
        bothClasses("ROC-AUC");
        long twiceWins = 0;
        int below = 0;
        int notAbove = 0;
        for (double score : positives) {
            while (below < negatives.length && negatives[below] < score) {
                below++;
            }
            notAbove = Math.max(notAbove, below);
            while (notAbove < negatives.length && negatives[notAbove] <= score) {
                notAbove++;
            }
            twiceWins += below + notAbove;
        }
        return twiceWins / (2.0 * positives.length * negatives.length);
    }

    /**
     * Average precision, 0..1: Σ (Rₙ − Rₙ₋₁)·Pₙ over the distinct scores from the highest, the step sum of scikit-learn, not the
     * trapezoid. Undefined without a positive row.
     */
    public double averagePrecision() {
        somePositive("average precision");
        double sum = 0;
        Steps steps = new Steps();
        while (steps.next()) {
            sum += (double) steps.newPositives / positives.length * steps.precision();
        }
        return sum;
    }

    /**
     * Area under the precision–recall curve by the trapezoid rule, from (recall 0, precision 1), 0..1. It is optimistic, and not the
     * same as {@link #averagePrecision()}. Undefined without a positive row.
     */
    public double precisionRecallTrapezoid() {
        somePositive("the precision–recall curve");
        double area = 0;
        double recall = 0;
        double precision = 1;
        Steps steps = new Steps();
        while (steps.next()) {
            area += (steps.recall() - recall) * (steps.precision() + precision) / 2;
            recall = steps.recall();
            precision = steps.precision();
        }
        return area;
    }

    /** The ROC curve at each distinct score, from (0, 0) at an infinite threshold; undefined when a class has no row. */
    public Curve rocCurve() {
        bothClasses("the ROC curve");
        int size = distinct() + 1;
        Curve curve = new Curve(new double[size], new double[size], new double[size]);
        curve.thresholds[0] = Double.POSITIVE_INFINITY;
        Steps steps = new Steps();
        for (int i = 1; steps.next(); i++) {
            curve.thresholds[i] = steps.threshold;
            curve.x[i] = (double) steps.falsePositives() / negatives.length;
            curve.y[i] = steps.recall();
        }
        return curve;
    }

    /** The precision–recall curve at each distinct score; undefined without a positive row. */
    public Curve precisionRecallCurve() {
        somePositive("the precision–recall curve");
        int size = distinct();
        Curve curve = new Curve(new double[size], new double[size], new double[size]);
        Steps steps = new Steps();
        for (int i = 0; steps.next(); i++) {
            curve.thresholds[i] = steps.threshold;
            curve.x[i] = steps.recall();
            curve.y[i] = steps.precision();
        }
        return curve;
    }

    private int distinct() {
        int size = 0;
        Steps steps = new Steps();
        while (steps.next()) {
            size++;
        }
        return size;
    }

    private void bothClasses(String what) {
        if (positives.length == 0 || negatives.length == 0) {
            throw MetricException.undefined(what + " needs rows of both classes");
        }
    }

    private void somePositive(String what) {
        if (positives.length == 0) {
            throw MetricException.undefined(what + " needs a positive row");
        }
    }

    /** Walks over the distinct scores from the highest. */
    private final class Steps {
        private int p = positives.length;
        private int n = negatives.length;
        private int newPositives;
        private double threshold;

        boolean next() {
            if (p == 0 && n == 0) {
                return false;
            }
            threshold = p == 0
                    ? negatives[n - 1]
                    : n == 0 ? positives[p - 1] : Math.max(positives[p - 1], negatives[n - 1]);
            int before = p;
            while (p > 0 && positives[p - 1] == threshold) {
                p--;
            }
            while (n > 0 && negatives[n - 1] == threshold) {
                n--;
            }
            newPositives = before - p;
            return true;
        }

        int truePositives() {
            return positives.length - p;
        }

        int falsePositives() {
            return negatives.length - n;
        }

        double recall() {
            return (double) truePositives() / positives.length;
        }

        double precision() {
            return (double) truePositives() / (truePositives() + falsePositives());
        }
    }
}
