package dev.assay.metrics.label;

import dev.assay.metrics.MetricException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether stated confidences come true: reliability curve, expected and maximum calibration error, Brier score. Confidences and
 * errors are shares in 0..1; 0 is best. Immutable.
 */
public final class Calibration {

    private final double[] confidence;
    private final boolean[] correct;

    /**
     * Takes one confidence and one outcome a row; the caller must not change the arrays.
     *
     * @throws MetricException when there are no rows, the lengths differ, or a confidence is outside 0..1
     */
    public Calibration(double[] confidence, boolean[] correct) {
        Labels.sameLength(confidence.length, correct.length, "confidence and correct");
        if (confidence.length == 0) {
            throw MetricException.undefined("calibration needs at least one row");
        }
        for (int i = 0; i < confidence.length; i++) {
            if (!(confidence[i] >= 0 && confidence[i] <= 1)) {
                throw MetricException.invalid("confidence[" + i + "]", "is outside 0..1");
            }
        }
        this.confidence = confidence;
        this.correct = correct;
    }

    /**
     * One point of a reliability curve.
     *
     * @param index number of the bin, from 0
     * @param count rows in it, at least 1
     * @param meanConfidence mean of what was stated, 0..1
     * @param accuracy share of what came true, 0..1
     */
    public record Bin(int index, int count, double meanConfidence, double accuracy) {

        double gap() {
            return Math.abs(accuracy - meanConfidence);
        }
    }

    /** The non-empty bins of equal width: bin k holds k/m &lt; c ≤ (k+1)/m, and 0 belongs to the first. */
    public List<Bin> equalWidth(int bins) {
        atLeastOne(bins);
        int[] bin = new int[confidence.length];
        for (int i = 0; i < bin.length; i++) {
            int k = Math.max(0, Math.min(bins - 1, (int) Math.ceil(confidence[i] * bins) - 1));
            // The product may round across an edge; the edges themselves decide.
            while (k > 0 && confidence[i] <= (double) k / bins) {
                k--;
            }
            while (k < bins - 1 && confidence[i] > (double) (k + 1) / bins) {
                k++;
            }
            bin[i] = k;
        }
        return collect(bin, bins);
    }

    /** Bins of equal size: rows in order of confidence, equal ones as given, the first n mod m bins one row larger. */
    public List<Bin> equalMass(int bins) {
        atLeastOne(bins);
        int n = confidence.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> confidence[i] + 0.0))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] bin = new int[n];
        int at = 0;
        for (int k = 0; k < bins; k++) {
            int size = n / bins + (k < n % bins ? 1 : 0);
            for (int i = 0; i < size; i++) {
                bin[order[at++]] = k;
            }
        }
        return collect(bin, bins);
    }

    /** Expected calibration error (Guo et al. 2017): mean gap of the bins weighted by their rows, 0..1. */
    public double expectedError(List<Bin> curve) {
        double sum = 0;
        for (Bin bin : curve) {
            sum += bin.gap() * bin.count();
        }
        return sum / confidence.length;
    }

    /** Largest gap of any bin, 0..1. */
    public double maximumError(List<Bin> curve) {
        return curve.stream().mapToDouble(Bin::gap).max().orElse(0);
    }

    /** Mean squared difference of confidence and outcome, 0..1. */
    public double brier() {
        double sum = 0;
        for (int i = 0; i < confidence.length; i++) {
            double error = confidence[i] - (correct[i] ? 1 : 0);
            sum += error * error;
        }
        return sum / confidence.length;
    }

    /** Mean of −ln of the probability of what happened, in nats; see {@link ClassProbabilities#binaryLogLoss}. */
    public double logLoss() {
        return ClassProbabilities.binaryLogLoss(correct, confidence, ClassProbabilities.CLIP);
    }

    private List<Bin> collect(int[] bin, int bins) {
        int[] count = new int[bins];
        double[] sum = new double[bins];
        int[] right = new int[bins];
        for (int i = 0; i < bin.length; i++) {
            count[bin[i]]++;
            sum[bin[i]] += confidence[i];
            right[bin[i]] += correct[i] ? 1 : 0;
        }
        List<Bin> result = new ArrayList<>();
        for (int k = 0; k < bins; k++) {
            if (count[k] > 0) {
                result.add(new Bin(k, count[k], sum[k] / count[k], (double) right[k] / count[k]));
            }
        }
        return List.copyOf(result);
    }

    private static void atLeastOne(int bins) {
        if (bins < 1 || bins > 1_000_000) {
            throw MetricException.invalid("bins", "must be in 1..1000000");
        }
    }
}
