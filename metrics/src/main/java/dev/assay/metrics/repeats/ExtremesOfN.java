package dev.assay.metrics.repeats;

import dev.assay.metrics.MetricException;
import java.util.Arrays;

/**
 * Expected worst or best of N samples, estimated without bias from m ≥ N scored samples of one example. In the unit of the scores.
 */
public final class ExtremesOfN {

    private ExtremesOfN() {}

    /**
     * Expected lowest score of N samples: Σᵢ s₍ᵢ₎·C(m−i, N−1)/C(m, N) over the scores in ascending order, the mean over all subsets
     * of N.
     *
     * @throws MetricException invalid when a score is not finite or N is below 1; undefined when there are fewer than N scores
     */
    public static double worst(double[] scores, int n) {
        double[] sorted = sorted(scores, n);
        return lowest(sorted, n);
    }

    /** Expected highest score of N samples; the mirror of {@link #worst}, and throws as it does. */
    public static double best(double[] scores, int n) {
        double[] sorted = sorted(scores, n);
        double[] mirrored = new double[sorted.length];
        Arrays.setAll(mirrored, i -> -sorted[sorted.length - 1 - i]);
        return -lowest(mirrored, n);
    }

    private static double lowest(double[] ascending, int n) {
        int m = ascending.length;
        // The probability that the i-th smallest is the lowest of the N drawn; each follows from the one before.
        double probability = (double) n / m;
        double sum = 0;
        for (int i = 1; i <= m - n + 1; i++) {
            sum += ascending[i - 1] * probability;
            probability *= (double) (m - i - n + 1) / (m - i);
        }
        return sum;
    }

    private static double[] sorted(double[] scores, int n) {
        if (n < 1) {
            throw MetricException.invalid("n", "must be at least 1");
        }
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw MetricException.invalid("scores[" + i + "]", "is not a finite number");
            }
        }
        if (scores.length < n) {
            throw MetricException.undefined(scores.length + " samples cannot tell the extreme of " + n);
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
