package dev.assay.metrics.text.ngram;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.CommonSubsequence;
import dev.assay.metrics.text.token.NgramMatches;
import dev.assay.metrics.text.token.RougeTokenizer;
import dev.assay.metrics.text.token.TokenTable;
import dev.assay.metrics.text.token.Tokens;
import java.util.Comparator;
import java.util.List;

/**
 * ROUGE-N, ROUGE-L and ROUGE-Lsum; from 0 to 1. Words are runs of {@code a-z} and {@code 0-9} after lower-casing, so a text in
 * another script scores 0 against anything; two empty texts score 0, not 1. With the stemmer, words of more than three characters are
 * stemmed by {@link dev.assay.metrics.text.token.PorterStemmer}. Immutable and thread-safe.
 *
 * <p>Limit: the subsequences take {@value CommonSubsequence#MAX_STEPS} steps of 64 cells; longer texts are refused.
 *
 * <p>Source: Lin 2004; rouge-score 0.1.2 gives the same values.
 *
 * @param stem stem the words
 */
public record Rouge(boolean stem) {

    /** Largest order of {@link #n}. */
    public static final int LARGEST_ORDER = 9;

    /** With the stemmer, as papers on summaries report it. */
    public static final Rouge STEMMED = new Rouge(true);

    /** Without the stemmer. */
    public static final Rouge PLAIN = new Rouge(false);

    /**
     * Precision (share of the prediction), recall (share of the target) and their harmonic mean, each from 0 to 1.
     *
     * @param fmeasure 0 when both are 0
     */
    public record Score(double precision, double recall, double fmeasure) {

        static final Score ZERO = new Score(0, 0, 0);

        static Score of(long shared, long prediction, long target) {
            double precision = (double) shared / Math.max(prediction, 1);
            double recall = (double) shared / Math.max(target, 1);
            double sum = precision + recall;
            return new Score(precision, recall, sum > 0 ? 2 * precision * recall / sum : 0);
        }

        /** The score with the best F-measure; the first of equal ones. */
        public static Score best(List<Score> scores) {
            return scores.stream()
                    .max(Comparator.comparingDouble(Score::fmeasure))
                    .map(top -> scores.stream()
                            .filter(score -> score.fmeasure() == top.fmeasure())
                            .findFirst()
                            .orElse(top))
                    .orElseThrow(() -> MetricException.invalid("references", "at least one is required"));
        }
    }

    /** Shared n-grams of one order, 1 to {@value #LARGEST_ORDER}. */
    public Score n(int order, String target, String prediction) {
        return words(target, prediction).n(order);
    }

    /**
     * Longest common subsequence of words.
     *
     * @throws MetricException when the texts are too long
     */
    public Score l(String target, String prediction) {
        return words(target, prediction).l();
    }

    /** A pair of texts whose words are known, to compute several scores from. */
    public Words words(String target, String prediction) {
        TokenTable table = new TokenTable(64);
        int[] targetCodes = RougeTokenizer.tokenize(target, stem).intern(table);
        int[] predictionCodes = RougeTokenizer.tokenize(prediction, stem).find(table);
        return new Words(targetCodes, predictionCodes, table.size());
    }

    /**
     * Summary level: for each sentence of the target, the union of its longest common subsequences with every sentence of the
     * prediction; no word counts more often than both summaries have it. Sentences are lines.
     *
     * @throws MetricException when the texts are too long
     */
    public Score lSum(String target, String prediction) {
        return RougeSum.score(target, prediction, stem);
    }

    /** Longest common subsequence of the parts between white space, case and punctuation kept: the plain variant for any script. */
    public static Score plainL(String target, String prediction) {
        TokenTable table = new TokenTable(64);
        int[] targetCodes = Tokens.splitOnSpace(target).intern(table);
        int[] predictionCodes = Tokens.splitOnSpace(prediction).find(table);
        return new Words(targetCodes, predictionCodes, table.size()).l();
    }

    /** The words of a pair of texts, as codes. */
    public static final class Words {

        private final int[] target;
        private final int[] prediction;
        private final int vocabulary;

        private Words(int[] target, int[] prediction, int vocabulary) {
            this.target = target;
            this.prediction = prediction;
            this.vocabulary = vocabulary;
        }

        /** Shared n-grams of one order, 1 to {@value #LARGEST_ORDER}. */
        public Score n(int order) {
            return upTo(order)[order - 1];
        }

        /** Shared n-grams of the orders from 1 on. */
        public Score[] upTo(int order) {
            if (order < 1 || order > LARGEST_ORDER) {
                throw MetricException.invalid("order", "must be from 1 to " + LARGEST_ORDER + ", is " + order);
            }
            long[] matches = new long[order];
            NgramMatches.count(prediction, new int[][] {target}, vocabulary, matches);
            Score[] scores = new Score[order];
            for (int n = 0; n < order; n++) {
                scores[n] = Score.of(matches[n], Math.max(0, prediction.length - n), Math.max(0, target.length - n));
            }
            return scores;
        }

        /**
         * Longest common subsequence.
         *
         * @throws MetricException when the texts are too long
         */
        public Score l() {
            if (target.length == 0 || prediction.length == 0) {
                return Score.ZERO;
            }
            int shared = CommonSubsequence.length(target, prediction, vocabulary);
            return Score.of(shared, prediction.length, target.length);
        }
    }
}
