package dev.assay.metrics.label;

import dev.assay.metrics.MetricException;

/**
 * Metrics of rows that carry any number of labels, each a share in 0..1. Rows are items, columns labels, {@code true} where the
 * label applies. Definitions as in scikit-learn; {@code whenUndefined} stands in place of each 0/0. Immutable.
 */
public final class MultilabelCounts {

    private final long rows;
    private final int labels;
    private final long[] hits;
    private final long[] truth;
    private final long[] answered;
    private final long exact;
    private final double sampleF;
    private final double sampleJaccard;

    private MultilabelCounts(boolean[][] truthRows, boolean[][] answeredRows, double whenUndefined) {
        rows = truthRows.length;
        labels = truthRows.length == 0 ? 0 : truthRows[0].length;
        hits = new long[labels];
        truth = new long[labels];
        answered = new long[labels];
        long equal = 0;
        double f = 0;
        double jaccard = 0;
        for (int r = 0; r < truthRows.length; r++) {
            int both = 0;
            int ofTruth = 0;
            int ofAnswer = 0;
            for (int c = 0; c < labels; c++) {
                boolean t = truthRows[r][c];
                boolean a = answeredRows[r][c];
                ofTruth += t ? 1 : 0;
                ofAnswer += a ? 1 : 0;
                both += t && a ? 1 : 0;
                truth[c] += t ? 1 : 0;
                answered[c] += a ? 1 : 0;
                hits[c] += t && a ? 1 : 0;
            }
            equal += both == ofTruth && both == ofAnswer ? 1 : 0;
            f += ofTruth + ofAnswer == 0 ? whenUndefined : 2.0 * both / (ofTruth + ofAnswer);
            jaccard += ofTruth + ofAnswer == 0 ? whenUndefined : (double) both / (ofTruth + ofAnswer - both);
        }
        exact = equal;
        sampleF = f / rows;
        sampleJaccard = jaccard / rows;
    }

    /**
     * Counts the rows.
     *
     * @throws MetricException when there are no rows or no labels, or the shapes differ
     */
    public static MultilabelCounts of(boolean[][] truth, boolean[][] answered, double whenUndefined) {
        Labels.sameLength(truth.length, answered.length, "truth and answered");
        if (truth.length == 0 || truth[0].length == 0) {
            throw MetricException.undefined("multi-label metrics need at least one row and one label");
        }
        for (int r = 0; r < truth.length; r++) {
            if (truth[r].length != truth[0].length || answered[r].length != truth[0].length) {
                throw MetricException.invalid("row " + r, "does not have " + truth[0].length + " labels");
            }
        }
        return new MultilabelCounts(truth, answered, whenUndefined);
    }

    /** Share of rows whose labels are all right. */
    public double subsetAccuracy() {
        return (double) exact / rows;
    }

    /** Share of single decisions that are wrong. */
    public double hammingLoss() {
        long wrong = 0;
        for (int c = 0; c < labels; c++) {
            wrong += truth[c] + answered[c] - 2 * hits[c];
        }
        return (double) wrong / (rows * labels);
    }

    /** F1 of all decisions pooled. */
    public double microF1(double whenUndefined) {
        long both = 0;
        long sum = 0;
        for (int c = 0; c < labels; c++) {
            both += hits[c];
            sum += truth[c] + answered[c];
        }
        return sum == 0 ? whenUndefined : 2.0 * both / sum;
    }

    /** Unweighted mean of the labels' F1. */
    public double macroF1(double whenUndefined) {
        double sum = 0;
        for (int c = 0; c < labels; c++) {
            sum += labelF1(c, whenUndefined);
        }
        return sum / labels;
    }

    /** Mean of the labels' F1 weighted by how often each occurs; undefined when none occurs. */
    public double weightedF1(double whenUndefined) {
        double sum = 0;
        long weights = 0;
        for (int c = 0; c < labels; c++) {
            sum += truth[c] * labelF1(c, whenUndefined);
            weights += truth[c];
        }
        if (weights == 0) {
            throw MetricException.undefined("weighted F1 needs a label that occurs");
        }
        return sum / weights;
    }

    /** Mean over the rows of each row's F1. */
    public double sampleF1() {
        return sampleF;
    }

    /** Mean over the rows of each row's Jaccard index. */
    public double sampleJaccard() {
        return sampleJaccard;
    }

    private double labelF1(int label, double whenUndefined) {
        long sum = truth[label] + answered[label];
        return sum == 0 ? whenUndefined : 2.0 * hits[label] / sum;
    }
}
