package dev.assay.metrics.label;

import dev.assay.metrics.MetricException;

/**
 * How often each true label was answered by each label, and the metrics that follow from these counts: accuracy, balanced accuracy,
 * Matthews correlation, and per label precision, recall, F and Jaccard. Rows are true labels, columns answered ones. Immutable.
 *
 * <p>All values are shares in 0..1, but for Matthews correlation in −1..1. Definitions as in scikit-learn's {@code metrics}, except
 * that 0/0 is undefined here; {@link #scores(int, double)} lets the caller name a value for it.
 */
public final class ConfusionMatrix {

    private final long[][] counts;
    private final long[] truth;
    private final long[] answered;
    private final long correct;
    private final long total;

    private ConfusionMatrix(long[][] counts) {
        this.counts = counts;
        int k = counts.length;
        this.truth = new long[k];
        this.answered = new long[k];
        long right = 0;
        long sum = 0;
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                truth[i] += counts[i][j];
                answered[j] += counts[i][j];
                sum += counts[i][j];
            }
            right += counts[i][i];
        }
        this.correct = right;
        this.total = sum;
    }

    /**
     * Counts pairs of label indices.
     *
     * @param truth true labels, each in 0..{@code labels}−1
     * @param answered answered labels, likewise
     * @throws MetricException when the lengths differ or an index is out of range
     */
    public static ConfusionMatrix of(int[] truth, int[] answered, int labels) {
        Labels.sameLength(truth.length, answered.length, "truth and answered");
        long[][] counts = new long[labels][labels];
        for (int i = 0; i < truth.length; i++) {
            if (truth[i] < 0 || truth[i] >= labels || answered[i] < 0 || answered[i] >= labels) {
                throw MetricException.invalid("row " + i, "a label is outside 0.." + (labels - 1));
            }
            counts[truth[i]][answered[i]]++;
        }
        return new ConfusionMatrix(counts);
    }

    /**
     * Precision, recall and F of one label or of an average.
     *
     * @param support rows that truly have the label
     */
    public record Scores(double precision, double recall, double f, long support) {}

    public int labels() {
        return counts.length;
    }

    public long count(int truthLabel, int answeredLabel) {
        return counts[truthLabel][answeredLabel];
    }

    /** A copy of the counts. */
    public long[][] counts() {
        long[][] copy = new long[counts.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts[i].clone();
        }
        return copy;
    }

    public long total() {
        return total;
    }

    /** Share of right answers; undefined without rows. */
    public double accuracy() {
        return ratio(correct, total, "accuracy needs at least one row");
    }

    /** Share of wrong answers, the Hamming loss of single labels; undefined without rows. */
    public double errorRate() {
        return ratio(total - correct, total, "the error rate needs at least one row");
    }

    /** Mean recall over the labels that occur in the truth; undefined without rows. */
    public double balancedAccuracy() {
        double sum = 0;
        int present = 0;
        for (int i = 0; i < counts.length; i++) {
            if (truth[i] > 0) {
                sum += (double) counts[i][i] / truth[i];
                present++;
            }
        }
        if (present == 0) {
            throw MetricException.undefined("balanced accuracy needs at least one row");
        }
        return sum / present;
    }

    /**
     * Matthews correlation for any number of labels (Gorodkin 2004), −1..1; undefined when all rows have one true label or one
     * answered label.
     */
    public double matthewsCorrelation() {
        double covariance = (double) correct * total;
        double truthSquares = 0;
        double answeredSquares = 0;
        for (int i = 0; i < counts.length; i++) {
            covariance -= (double) truth[i] * answered[i];
            truthSquares += (double) truth[i] * truth[i];
            answeredSquares += (double) answered[i] * answered[i];
        }
        double square = (double) total * total;
        double variances = (square - truthSquares) * (square - answeredSquares);
        if (variances == 0) {
            throw MetricException.undefined(
                    "Matthews correlation is 0/0 when the truth or the answers have one label only");
        }
        return covariance / Math.sqrt(variances);
    }

    /** Of the rows answered {@code label}, the share that has it; undefined when it was never answered. */
    public double precision(int label) {
        return ratio(counts[label][label], answered[label], "precision of a label that was never answered");
    }

    /** Of the rows that have {@code label}, the share so answered; undefined when none has it. */
    public double recall(int label) {
        return ratio(counts[label][label], truth[label], "recall of a label that never occurs");
    }

    /**
     * F<sub>β</sub> of one label, (1+β²)·tp / ((1+β²)·tp + fp + β²·fn); undefined when the label neither occurs nor is answered.
     *
     * @param beta weight of recall against precision, above 0; 1 for F1
     */
    public double f(int label, double beta) {
        double square = beta * beta;
        long hit = counts[label][label];
        return ratio(
                (1 + square) * hit,
                answered[label] + square * truth[label],
                "F of a label that never occurs in any role");
    }

    /** Intersection over union of the rows that have {@code label} and those so answered; undefined when both are empty. */
    public double jaccard(int label) {
        long hit = counts[label][label];
        return ratio(
                hit, answered[label] + truth[label] - hit, "Jaccard index of a label that never occurs in any role");
    }

    /** Precision, recall and F1 of one label, with {@code whenUndefined} in place of each 0/0. */
    public Scores scores(int label, double whenUndefined) {
        return scores(label, 1, whenUndefined);
    }

    /** Precision, recall and F<sub>β</sub> of one label, with {@code whenUndefined} in place of each 0/0. */
    public Scores scores(int label, double beta, double whenUndefined) {
        boolean neverAnswered = answered[label] == 0;
        boolean neverThere = truth[label] == 0;
        return new Scores(
                neverAnswered ? whenUndefined : precision(label),
                neverThere ? whenUndefined : recall(label),
                neverAnswered && neverThere ? whenUndefined : f(label, beta),
                truth[label]);
    }

    /** Scores of all decisions pooled; with one label per row all three equal the accuracy. Undefined without rows. */
    public Scores micro() {
        double share = accuracy();
        return new Scores(share, share, share, total);
    }

    /** Unweighted mean over all labels, F<sub>β</sub> of the labels included; undefined without labels. */
    public Scores macro(double beta, double whenUndefined) {
        return average(beta, whenUndefined, false);
    }

    /** Mean over the labels weighted by support; undefined without rows. */
    public Scores weighted(double beta, double whenUndefined) {
        return average(beta, whenUndefined, true);
    }

    /** Unweighted mean of the labels' Jaccard indices; undefined without labels. */
    public double macroJaccard(double whenUndefined) {
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += truth[i] + answered[i] == 0 ? whenUndefined : jaccard(i);
        }
        return ratio(sum, counts.length, "an average needs at least one label");
    }

    private Scores average(double beta, double whenUndefined, boolean bySupport) {
        double precision = 0;
        double recall = 0;
        double f = 0;
        double weights = 0;
        for (int i = 0; i < counts.length; i++) {
            Scores scores = scores(i, beta, whenUndefined);
            double weight = bySupport ? truth[i] : 1;
            precision += weight * scores.precision();
            recall += weight * scores.recall();
            f += weight * scores.f();
            weights += weight;
        }
        if (weights == 0) {
            throw MetricException.undefined("an average needs at least one row and one label");
        }
        return new Scores(precision / weights, recall / weights, f / weights, total);
    }

    private static double ratio(double numerator, double denominator, String what) {
        if (denominator == 0) {
            throw MetricException.undefined(what);
        }
        return numerator / denominator;
    }
}
