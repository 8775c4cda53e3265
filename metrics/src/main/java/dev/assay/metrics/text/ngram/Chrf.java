package dev.assay.metrics.text.ngram;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.Characters;
import dev.assay.metrics.text.token.CodeTable;
import dev.assay.metrics.text.token.LowerCase;
import dev.assay.metrics.text.token.NgramMatches;
import dev.assay.metrics.text.token.ReferenceCount;
import dev.assay.metrics.text.token.TokenTable;
import dev.assay.metrics.text.token.Tokens;
import java.util.List;

/**
 * chrF, the F-score of shared character n-grams, and chrF++ with words too; from 0 to 100. Immutable and thread-safe. Characters are
 * code points. Of several references the one with the best score counts.
 *
 * <p>Source: Popović 2015, 2017; sacreBLEU 2.6.0 gives the same values.
 *
 * @param charOrder longest character n-gram, 0 to {@value #LARGEST_ORDER}; 0 only with words
 * @param wordOrder longest word n-gram, 0 to {@value #LARGEST_ORDER}: 0 is chrF, 2 is chrF++
 * @param beta how much more recall weighs than precision; with 0 only precision counts
 * @param whitespace count white space as characters
 * @param epsilonSmoothing average over all orders with a tiny value for missing ones; otherwise orders that one side has no n-grams
 *     of are left out
 */
public record Chrf(
        int charOrder, int wordOrder, double beta, boolean lowercase, boolean whitespace, boolean epsilonSmoothing) {

    /** Largest order that is accepted. */
    public static final int LARGEST_ORDER = 16;

    /** chrF with its usual settings: order 6, beta 2. */
    public static final Chrf DEFAULT = new Chrf(6, 0, 2, false, false, false);

    /** chrF++: with words up to order 2. */
    public static final Chrf PLUS_PLUS = new Chrf(6, 2, 2, false, false, false);

    private static final double EPSILON = 1e-16;

    public Chrf {
        require("char_order", charOrder, wordOrder > 0 ? 0 : 1);
        require("word_order", wordOrder, 0);
        if (!(beta >= 0 && beta < 1e6)) {
            throw MetricException.invalid("beta", "must be from 0 to below 1000000, is " + beta);
        }
    }

    private static void require(String name, int value, int lower) {
        if (value < lower || value > LARGEST_ORDER) {
            throw MetricException.invalid(name, "must be from " + lower + " to " + LARGEST_ORDER + ", is " + value);
        }
    }

    /**
     * Scores one sentence, from 0 to 100.
     *
     * @throws MetricException when there is no reference
     */
    public double sentence(String hypothesis, List<String> references) {
        Accumulator sum = accumulator();
        sum.add(hypothesis, references);
        return sum.score();
    }

    /** An empty sum over a corpus, to which sentences are added one by one. */
    public Accumulator accumulator() {
        return new Accumulator();
    }

    /** The counts of a corpus so far; constant memory however many sentences are added. Not thread-safe; merge those of threads. */
    public final class Accumulator {

        /** For each order the n-grams of the hypothesis, of the reference, and shared ones. */
        private final long[] counts = new long[3 * (charOrder + wordOrder)];

        private final ReferenceCount references = new ReferenceCount();

        private Accumulator() {}

        /**
         * Adds one sentence.
         *
         * @throws MetricException when there is no reference
         */
        public void add(String hypothesis, List<String> referenceTexts) {
            references.add(referenceTexts);
            String text = prepared(hypothesis);
            Tokens words = wordOrder > 0 ? words(text) : null;
            long[] best = null;
            double bestScore = -1;
            for (String reference : referenceTexts) {
                long[] statistics = new long[counts.length];
                String other = prepared(reference);
                if (charOrder > 0) {
                    countCharacters(text, other, statistics);
                }
                if (words != null) {
                    countWords(words, words(other), statistics);
                }
                double score = fScore(statistics);
                if (best == null || score > bestScore) {
                    bestScore = score;
                    best = statistics;
                }
            }
            for (int i = 0; best != null && i < counts.length; i++) {
                counts[i] += best[i];
            }
        }

        /** Adds the sentences of another sum with the same settings; the order of merging does not matter. */
        public void merge(Accumulator other) {
            if (!settings().equals(other.settings())) {
                throw new IllegalArgumentException("sums of different settings");
            }
            for (int i = 0; i < counts.length; i++) {
                counts[i] += other.counts[i];
            }
            references.merge(other.references);
        }

        /** The score of what was added so far, from 0 to 100. */
        public double score() {
            return fScore(counts);
        }

        /** The settings in sacreBLEU's notation, without its version. */
        public String signature() {
            return "nrefs:" + references + "|case:"
                    + (lowercase ? "lc" : "mixed") + "|eff:" + (epsilonSmoothing ? "no" : "yes") + "|nc:" + charOrder
                    + "|nw:" + wordOrder + "|space:" + (whitespace ? "yes" : "no");
        }

        private Chrf settings() {
            return Chrf.this;
        }
    }

    private String prepared(String text) {
        return lowercase ? LowerCase.of(text) : text;
    }

    private void countCharacters(String hypothesis, String reference, long[] statistics) {
        CodeTable table = new CodeTable();
        int[][] references = {characters(reference, table, true)};
        int[] codes = characters(hypothesis, table, false);
        long[] matches = new long[charOrder];
        NgramMatches.count(codes, references, table.size(), matches);
        fill(statistics, 0, codes.length, references[0].length, matches);
    }

    private void countWords(Tokens hypothesis, Tokens reference, long[] statistics) {
        TokenTable table = new TokenTable(reference.count());
        int[][] references = {reference.intern(table)};
        int[] codes = hypothesis.find(table);
        long[] matches = new long[wordOrder];
        NgramMatches.count(codes, references, table.size(), matches);
        fill(statistics, charOrder, codes.length, references[0].length, matches);
    }

    private static void fill(long[] statistics, int firstOrder, int hypothesis, int reference, long[] matches) {
        for (int n = 0; n < matches.length; n++) {
            int at = 3 * (firstOrder + n);
            long referenceTotal = Math.max(0, reference - n);
            statistics[at] = referenceTotal > 0 ? Math.max(0, hypothesis - n) : 0;
            statistics[at + 1] = referenceTotal;
            statistics[at + 2] = matches[n];
        }
    }

    private int[] characters(String text, CodeTable table, boolean intern) {
        int[] codes = new int[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            int c = text.charAt(i);
            if (Character.isHighSurrogate((char) c)) {
                c = text.codePointAt(i);
                i += Character.charCount(c) - 1;
            }
            if (whitespace || !Characters.isSpace(c)) {
                codes[count++] = intern ? table.intern(c) : table.find(c);
            }
        }
        return count == codes.length ? codes : java.util.Arrays.copyOf(codes, count);
    }

    /** Words with one punctuation character split off their end, or else off their start. */
    private static Tokens words(String text) {
        Tokens.Builder words = new Tokens.Builder(text.length());
        int length = text.length();
        int from = 0;
        while (from < length) {
            if (Characters.isSpace(text.charAt(from))) {
                from++;
                continue;
            }
            int to = from;
            while (to < length && !Characters.isSpace(text.charAt(to))) {
                to++;
            }
            if (to - from > 1 && Characters.isAsciiPunctuation(text.charAt(to - 1))) {
                words.add(text, from, to - 1).add(text, to - 1, to);
            } else if (to - from > 1 && Characters.isAsciiPunctuation(text.charAt(from))) {
                words.add(text, from, from + 1).add(text, from + 1, to);
            } else {
                words.add(text, from, to);
            }
            from = to;
        }
        return words.build();
    }

    private double fScore(long[] statistics) {
        double factor = beta * beta;
        double smoothed = 0;
        double precisions = 0;
        double recalls = 0;
        int orders = charOrder + wordOrder;
        int effective = 0;
        for (int i = 0; i < orders; i++) {
            long hypothesis = statistics[3 * i];
            long reference = statistics[3 * i + 1];
            long match = statistics[3 * i + 2];
            double precision = hypothesis > 0 ? (double) match / hypothesis : EPSILON;
            double recall = reference > 0 ? (double) match / reference : EPSILON;
            double denominator = factor * precision + recall;
            smoothed += denominator > 0 ? (1 + factor) * precision * recall / denominator : EPSILON;
            if (hypothesis > 0 && reference > 0) {
                precisions += precision;
                recalls += recall;
                effective++;
            }
        }
        if (epsilonSmoothing) {
            return 100 * smoothed / orders;
        }
        if (effective == 0 || precisions + recalls == 0) {
            return 0;
        }
        double precision = precisions / effective;
        double recall = recalls / effective;
        return 100 * ((1 + factor) * precision * recall / (factor * precision + recall));
    }
}
