package dev.assay.metrics.label;

import dev.assay.metrics.MetricException;

/**
 * Probabilities given to each of k classes, and how good they are: log loss, Brier score, top-k accuracy, ROC-AUC one against the
 * rest and one against one. Rows are items, columns classes; a row must sum to 1 within 10⁻⁶. Immutable.
 */
public final class ClassProbabilities {

    /** Probabilities are cut to ε..1−ε before a logarithm, ε = 2⁻⁵², as in scikit-learn. */
    public static final double CLIP = 0x1p-52;

    private final int[] truth;
    private final double[][] probabilities;
    private final int classes;

    /**
     * Takes copies of nothing: the caller must not change the arrays.
     *
     * @param truth true classes, 0..k−1
     * @throws MetricException when there are no rows, the shapes differ, a value is outside 0..1, or a row does not sum to 1
     */
    public ClassProbabilities(int[] truth, double[][] probabilities) {
        Labels.sameLength(truth.length, probabilities.length, "truth and probabilities");
        if (truth.length == 0) {
            throw MetricException.undefined("metrics of probabilities need at least one row");
        }
        this.truth = truth;
        this.probabilities = probabilities;
        this.classes = probabilities[0].length;
        for (int r = 0; r < truth.length; r++) {
            if (probabilities[r].length != classes || truth[r] < 0 || truth[r] >= classes) {
                throw MetricException.invalid("row " + r, "does not fit " + classes + " classes");
            }
            double sum = 0;
            for (double p : probabilities[r]) {
                if (!(p >= 0 && p <= 1)) {
                    throw MetricException.invalid("proba[" + r + "]", "has a value outside 0..1");
                }
                sum += p;
            }
            if (Math.abs(sum - 1) > 1e-6) {
                throw MetricException.invalid("proba[" + r + "]", "sums to " + sum + ", not 1");
            }
        }
    }

    /** How the values of classes are averaged. */
    public enum Average {
        /** All alike. */
        MACRO,
        /** By how often each occurs. */
        WEIGHTED
    }

    /** Mean of −ln p of the true class, 0..36.04 because of {@link #CLIP}; in nats. */
    public double logLoss() {
        double sum = 0;
        for (int r = 0; r < truth.length; r++) {
            sum -= Math.log(Math.min(1 - CLIP, Math.max(CLIP, probabilities[r][truth[r]])));
        }
        return sum / truth.length;
    }

    /**
     * Mean of −ln of the probability of what happened, for one class against its complement.
     *
     * @param clip probabilities are cut to {@code clip}..1−{@code clip} first, 0 ≤ {@code clip} &lt; 0.5
     * @throws MetricException when the lengths differ, there is no row, or a probability is outside 0..1
     */
    public static double binaryLogLoss(boolean[] happened, double[] probability, double clip) {
        Labels.sameLength(happened.length, probability.length, "outcomes and probabilities");
        if (happened.length == 0) {
            throw MetricException.undefined("log loss needs at least one row");
        }
        double sum = 0;
        for (int r = 0; r < happened.length; r++) {
            double p = probability[r];
            if (!(p >= 0 && p <= 1)) {
                throw MetricException.invalid("probability[" + r + "]", "is outside 0..1");
            }
            double cut = Math.min(1 - clip, Math.max(clip, p));
            sum -= happened[r] ? Math.log(cut) : Math.log1p(-cut);
        }
        return sum / happened.length;
    }

    /** Brier score summed over the classes (Brier 1950), 0..2, 0 is best; half of it is the scaled variant 0..1. */
    public double brierSumOverClasses() {
        double sum = 0;
        for (int r = 0; r < truth.length; r++) {
            for (int c = 0; c < classes; c++) {
                double error = probabilities[r][c] - (truth[r] == c ? 1 : 0);
                sum += error * error;
            }
        }
        return sum / truth.length;
    }

    /** Share of rows whose true class is among the {@code k} most probable ones; of equal ones the earlier class comes first. */
    public double topAccuracy(int k) {
        if (k < 1) {
            throw MetricException.invalid("k", "must be at least 1");
        }
        int hits = 0;
        for (int r = 0; r < truth.length; r++) {
            int before = 0;
            double own = probabilities[r][truth[r]];
            for (int c = 0; c < classes; c++) {
                double p = probabilities[r][c];
                before += p > own || (p == own && c < truth[r]) ? 1 : 0;
            }
            hits += before < k ? 1 : 0;
        }
        return (double) hits / truth.length;
    }

    /** Mean ROC-AUC of each class against the rest; undefined when a class does not occur. */
    public double rocAucOneVersusRest(Average average) {
        double sum = 0;
        double weights = 0;
        for (int c = 0; c < classes; c++) {
            boolean[] positive = new boolean[truth.length];
            double[] scores = new double[truth.length];
            for (int r = 0; r < truth.length; r++) {
                positive[r] = truth[r] == c;
                scores[r] = probabilities[r][c];
            }
            BinaryScores binary = BinaryScores.of(positive, scores);
            double weight = average == Average.MACRO ? 1 : binary.positives();
            sum += weight * binary.rocAuc();
            weights += weight;
        }
        return sum / weights;
    }

    /**
     * Mean over all pairs of classes of the two ROC-AUCs within the pair (Hand and Till 2001); weighted by the rows of the pair on
     * request. Undefined when a class does not occur.
     */
    public double rocAucOneVersusOne(Average average) {
        double sum = 0;
        double weights = 0;
        for (int a = 0; a < classes; a++) {
            for (int b = a + 1; b < classes; b++) {
                BinaryScores first = pair(a, b);
                double auc = (first.rocAuc() + pair(b, a).rocAuc()) / 2;
                double weight = average == Average.MACRO ? 1 : first.positives() + first.negatives();
                sum += weight * auc;
                weights += weight;
            }
        }
        if (weights == 0) {
            throw MetricException.undefined("ROC-AUC needs at least two classes");
        }
        return sum / weights;
    }

    private BinaryScores pair(int positiveClass, int other) {
        int size = 0;
        for (int t : truth) {
            size += t == positiveClass || t == other ? 1 : 0;
        }
        boolean[] positive = new boolean[size];
        double[] scores = new double[size];
        int at = 0;
        for (int r = 0; r < truth.length; r++) {
            if (truth[r] == positiveClass || truth[r] == other) {
                positive[at] = truth[r] == positiveClass;
                scores[at++] = probabilities[r][positiveClass];
            }
        }
        return BinaryScores.of(positive, scores);
    }
}
