package dev.assay.metrics.text.ngram;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.CommonSubsequence;
import dev.assay.metrics.text.token.MatchMasks;
import dev.assay.metrics.text.token.RougeTokenizer;
import dev.assay.metrics.text.token.TokenTable;
import java.util.ArrayList;
import java.util.List;

/** ROUGE at the level of summaries: unions of subsequences over sentences. */
final class RougeSum {

    /** Most pairs of sentences, plus most steps of 64 cells over all pairs. */
    private static final long MAX_STEPS = 20_000_000;

    private RougeSum() {}

    static Rouge.Score score(String target, String prediction, boolean stem) {
        TokenTable table = new TokenTable(64);
        List<int[]> targets = sentences(target, stem, table);
        List<int[]> predictions = sentences(prediction, stem, table);
        int[] targetCounts = new int[table.size()];
        int[] predictionCounts = new int[table.size()];
        long m = count(targets, targetCounts);
        long n = count(predictions, predictionCounts);
        if (m == 0 || n == 0) {
            return Rouge.Score.ZERO;
        }
        requireSteps(targets, predictions, n);
        long hits = 0;
        for (int[] sentence : targets) {
            boolean[] marked = union(sentence, predictions, table.size());
            for (int i = 0; i < sentence.length; i++) {
                int word = sentence[i];
                if (marked[i] && targetCounts[word] > 0 && predictionCounts[word] > 0) {
                    hits++;
                    targetCounts[word]--;
                    predictionCounts[word]--;
                }
            }
        }
        return Rouge.Score.of(hits, n, m);
    }

    private static boolean[] union(int[] sentence, List<int[]> predictions, int vocabulary) {
        boolean[] marked = new boolean[sentence.length];
        if (sentence.length > 0) {
            MatchMasks masks = new MatchMasks(sentence, vocabulary);
            for (int[] other : predictions) {
                CommonSubsequence.mark(sentence, other, masks, marked);
            }
        }
        return marked;
    }

    private static List<int[]> sentences(String text, boolean stem, TokenTable table) {
        List<int[]> result = new ArrayList<>();
        for (int from = 0; from <= text.length(); ) {
            int to = text.indexOf('\n', from);
            to = to < 0 ? text.length() : to;
            if (to > from) {
                int[] words =
                        RougeTokenizer.tokenize(text.substring(from, to), stem).intern(table);
                if (words.length > 0) {
                    result.add(words);
                }
            }
            from = to + 1;
        }
        return result;
    }

    private static long count(List<int[]> sentences, int[] counts) {
        long words = 0;
        for (int[] sentence : sentences) {
            words += sentence.length;
            for (int word : sentence) {
                counts[word]++;
            }
        }
        return words;
    }

    private static void requireSteps(List<int[]> targets, List<int[]> predictions, long words) {
        long steps = (long) targets.size() * predictions.size();
        for (int[] target : targets) {
            steps += (target.length + 63) / 64 * words;
        }
        if (steps > MAX_STEPS) {
            throw MetricException.invalid(
                    "inputs",
                    "the summaries are too long for ROUGE-Lsum: " + targets.size() + " by " + predictions.size()
                            + " sentences");
        }
    }
}
