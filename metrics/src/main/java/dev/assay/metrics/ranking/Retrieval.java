package dev.assay.metrics.ranking;

import dev.assay.metrics.MetricException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The documents that one query retrieved, judged by relevance grades, with the measures of trec_eval. A grade above 0 is relevant, 0
 * is judged and not relevant, a document without a grade is unjudged and counts as not relevant, but for {@link #bpref()}.
 *
 * <p>Documents are ordered by score, equal scores by id in descending byte order, as trec_eval does. All measures are in 0..1. A query
 * without relevant documents has 0 everywhere, as in trec_eval; leave it out by {@link #relevant()} if you prefer. Immutable.
 */
public final class Retrieval {

    private final int[] grades;
    private final boolean[] judged;
    private final int[] ideal;
    private final int relevant;
    private final int judgedNotRelevant;

    private Retrieval(int[] grades, boolean[] judged, int[] ideal, int judgedNotRelevant) {
        this.grades = grades;
        this.judged = judged;
        this.ideal = ideal;
        this.relevant = ideal.length;
        this.judgedNotRelevant = judgedNotRelevant;
    }

    /** What a grade is worth in {@link #ndcg}. */
    public enum Gain {
        /** The grade itself, as in trec_eval. */
        LINEAR,
        /** 2^grade − 1 (Burges et al. 2005). */
        EXPONENTIAL;

        double of(int grade) {
            return switch (this) {
                case LINEAR -> grade;
                case EXPONENTIAL -> Math.scalb(1.0, grade) - 1;
            };
        }
    }

    /**
     * Orders and judges one query.
     *
     * @param grades relevance of judged documents by id
     * @param scores scores of retrieved documents by id; higher is better
     * @throws MetricException when a score is NaN
     */
    public static Retrieval of(Map<String, Integer> grades, Map<String, Double> scores) {
        List<Map.Entry<String, Double>> order = new ArrayList<>(scores.entrySet());
        for (Map.Entry<String, Double> entry : order) {
            if (entry.getValue().isNaN()) {
                throw MetricException.invalid("run." + entry.getKey(), "is not a number");
            }
        }
        order.sort(Comparator.comparingDouble((Map.Entry<String, Double> entry) -> entry.getValue() + 0.0)
                .thenComparing(Map.Entry::getKey, Retrieval::compareBytes)
                .reversed());
        int[] retrieved = new int[order.size()];
        boolean[] judged = new boolean[order.size()];
        for (int i = 0; i < retrieved.length; i++) {
            Integer grade = grades.get(order.get(i).getKey());
            judged[i] = grade != null && grade >= 0;
            retrieved[i] = grade == null ? 0 : Math.max(0, grade);
        }
        int[] ideal = grades.values().stream()
                .mapToInt(Integer::intValue)
                .filter(g -> g > 0)
                .sorted()
                .toArray();
        for (int i = 0, j = ideal.length - 1; i < j; i++, j--) {
            int swap = ideal[i];
            ideal[i] = ideal[j];
            ideal[j] = swap;
        }
        int zeros = (int) grades.values().stream().filter(grade -> grade == 0).count();
        return new Retrieval(retrieved, judged, ideal, zeros);
    }

    /** Number of retrieved documents. */
    public int retrieved() {
        return grades.length;
    }

    /** Number of relevant documents, retrieved or not. */
    public int relevant() {
        return relevant;
    }

    /** Number of relevant documents among the retrieved. */
    public int relevantRetrieved() {
        return hits(grades.length);
    }

    /** Share of relevant documents among the first k places, whether filled or not. */
    public double precision(int k) {
        return (double) hits(positive(k)) / k;
    }

    /** Share of the relevant documents that the first k places hold. */
    public double recall(int k) {
        return relevant == 0 ? 0 : (double) hits(positive(k)) / relevant;
    }

    /** 1 when one of the first k places is relevant, else 0; also called hit@k. */
    public double success(int k) {
        return hits(positive(k)) > 0 ? 1 : 0;
    }

    /** Precision at as many places as there are relevant documents. */
    public double rPrecision() {
        return relevant == 0 ? 0 : precision(relevant);
    }

    /** One over the rank of the first relevant document; 0 when none is retrieved. Its mean over queries is MRR. */
    public double reciprocalRank() {
        for (int i = 0; i < grades.length; i++) {
            if (grades[i] > 0) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }

    /** Mean precision at the ranks of all relevant documents, those not retrieved counting 0. Its mean over queries is MAP. */
    public double averagePrecision() {
        return averagePrecision(Integer.MAX_VALUE);
    }

    /** Average precision of the first k places, still divided by all relevant documents. */
    public double averagePrecision(int k) {
        double sum = 0;
        int found = 0;
        for (int i = 0; i < Math.min(positive(k), grades.length); i++) {
            if (grades[i] > 0) {
                sum += (double) ++found / (i + 1);
            }
        }
        return relevant == 0 ? 0 : sum / relevant;
    }

    /** Binary preference (Buckley and Voorhees 2004): how few judged irrelevant documents stand above the relevant ones. */
    public double bpref() {
        double sum = 0;
        int irrelevantAbove = 0;
        for (int i = 0; i < grades.length; i++) {
            if (grades[i] > 0) {
                sum += irrelevantAbove == 0
                        ? 1
                        : 1 - (double) Math.min(irrelevantAbove, relevant) / Math.min(judgedNotRelevant, relevant);
            } else if (judged[i]) {
                irrelevantAbove++;
            }
        }
        return relevant == 0 ? 0 : sum / relevant;
    }

    /** Normalised discounted cumulative gain of all retrieved documents, discount log₂(rank + 1) (Järvelin and Kekäläinen 2002). */
    public double ndcg(Gain gain) {
        return ndcg(gain, Integer.MAX_VALUE);
    }

    /** The same for the first k places of both the run and the ideal order. */
    public double ndcg(Gain gain, int k) {
        double best = dcg(ideal, gain, positive(k));
        return best == 0 ? 0 : dcg(grades, gain, k) / best;
    }

    private static double dcg(int[] grades, Gain gain, int k) {
        double sum = 0;
        for (int i = 0; i < Math.min(k, grades.length); i++) {
            sum += gain.of(grades[i]) / log2(i + 2.0);
        }
        return sum;
    }

    private int hits(int k) {
        return (int) Arrays.stream(grades).limit(k).filter(grade -> grade > 0).count();
    }

    static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    /** Orders as UTF-8 bytes do, which is the order of code points. */
    private static int compareBytes(String a, String b) {
        return Arrays.compareUnsigned(
                a.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                b.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static int positive(int k) {
        if (k < 1) {
            throw MetricException.invalid("k", "must be at least 1");
        }
        return k;
    }
}
