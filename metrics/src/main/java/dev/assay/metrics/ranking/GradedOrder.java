package dev.assay.metrics.ranking;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Real-valued relevance of items that a score orders, with the gains of scikit-learn's {@code ndcg_score}: linear gain, discount
 * log₂(rank + 1), and, unlike trec_eval, the gain of tied items averaged over their places. Immutable.
 */
public final class GradedOrder {

    private final double[] relevance;
    private final double[] score;
    private final int[] order;

    private GradedOrder(double[] relevance, double[] score, int[] order) {
        this.relevance = relevance;
        this.score = score;
        this.order = order;
    }

    /**
     * Orders the items.
     *
     * @param relevance 0 or more
     * @throws MetricException invalid when the lengths differ, a relevance is negative or a number is not finite
     */
    public static GradedOrder of(double[] relevance, double[] score) {
        if (relevance.length != score.length) {
            throw MetricException.invalid("relevance and score", "have different lengths");
        }
        for (int i = 0; i < score.length; i++) {
            if (!Double.isFinite(score[i]) || !(relevance[i] >= 0) || relevance[i] == Double.POSITIVE_INFINITY) {
                throw MetricException.invalid("row " + i, "needs a finite score and a relevance of 0 or more");
            }
        }
        // Of equal scores the later item first, which is what a reversed stable sort gives.
        int[] order = IntStream.range(0, score.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> score[i] + 0.0)
                        .thenComparing(Comparator.naturalOrder())
                        .reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        return new GradedOrder(relevance.clone(), score.clone(), order);
    }

    public int size() {
        return order.length;
    }

    /** Discounted cumulative gain of the first k places, 0 or more, tied items sharing their places. */
    public double dcg(int k) {
        double sum = 0;
        int start = 0;
        while (start < order.length) {
            int end = start;
            double gains = 0;
            double discounts = 0;
            while (end < order.length && score[order[end]] == score[order[start]]) {
                gains += relevance[order[end]];
                discounts += end < k ? 1 / Retrieval.log2(end + 2.0) : 0;
                end++;
            }
            sum += gains / (end - start) * discounts;
            start = end;
        }
        return sum;
    }

    /** {@link #dcg} over that of the best order, 0..1; undefined when no item is relevant (scikit-learn says 0). */
    public double ndcg(int k) {
        return dcg(k) / ideal(k);
    }

    /** The same with tied items placed one by one, the later item first. */
    public double ndcgIgnoringTies(int k) {
        double[] placed = new double[order.length];
        Arrays.setAll(placed, i -> relevance[order[i]]);
        return plain(placed, k) / ideal(k);
    }

    private double ideal(int k) {
        double[] sorted = relevance.clone();
        Arrays.sort(sorted);
        double[] descending = new double[sorted.length];
        Arrays.setAll(descending, i -> sorted[sorted.length - 1 - i]);
        double best = plain(descending, k);
        if (best == 0) {
            throw MetricException.undefined("nDCG is 0/0 when no item is relevant");
        }
        return best;
    }

    private static double plain(double[] gains, int k) {
        double sum = 0;
        for (int i = 0; i < Math.min(k, gains.length); i++) {
            sum += gains[i] / Retrieval.log2(i + 2.0);
        }
        return sum;
    }
}
