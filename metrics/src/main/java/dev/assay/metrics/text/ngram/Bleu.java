package dev.assay.metrics.text.ngram;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.BleuTokenizer;
import dev.assay.metrics.text.token.Characters;
import dev.assay.metrics.text.token.LowerCase;
import dev.assay.metrics.text.token.NgramMatches;
import dev.assay.metrics.text.token.ReferenceCount;
import dev.assay.metrics.text.token.TokenTable;
import dev.assay.metrics.text.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * BLEU as sacreBLEU computes it, from 0 to 100. Immutable and thread-safe.
 *
 * <p>For single sentences use {@link #SENTENCE}: with the effective order, orders that a short sentence cannot have do not make its
 * score 0. Of several references, the one closest in length (the shorter one at equal distance) sets the brevity penalty. A hypothesis
 * without any matching word scores 0 whatever the smoothing.
 *
 * <p>Source: Papineni et al. 2002; Chen and Cherry 2014 (smoothing); Post 2018; sacreBLEU 2.6.0 gives the same values.
 *
 * @param smoothing what takes the place of a precision of zero
 * @param smoothingValue the constant of {@link Smoothing#FLOOR} or {@link Smoothing#ADD_K}, otherwise unused
 * @param effectiveOrder leave out orders that the hypothesis has no n-grams of
 * @param lowercase lower-case before tokenizing
 * @param maxOrder longest n-gram, 1 to {@value #LARGEST_ORDER}
 */
public record Bleu(
        BleuTokenizer tokenizer,
        Smoothing smoothing,
        double smoothingValue,
        boolean effectiveOrder,
        boolean lowercase,
        int maxOrder) {

    /** Largest order that is accepted. */
    public static final int LARGEST_ORDER = 16;

    /** The settings for corpora: 13a, exponential smoothing, order 4, with case. */
    public static final Bleu CORPUS = new Bleu(BleuTokenizer.V13A, Smoothing.EXP, 0, false, false, 4);

    /** The settings for single sentences: as for corpora, with the effective order. */
    public static final Bleu SENTENCE = new Bleu(BleuTokenizer.V13A, Smoothing.EXP, 0, true, false, 4);

    /** What takes the place of a precision of zero. */
    public enum Smoothing {
        /** Nothing: the score is 0. */
        NONE(0),
        /** A small count, 0.1 by default. */
        FLOOR(0.1),
        /** A constant added to counts and totals of orders above 1; 1 by default. */
        ADD_K(1),
        /** Half of the precision before, as in NIST's script. */
        EXP(0);

        private final double defaultValue;

        Smoothing(double defaultValue) {
            this.defaultValue = defaultValue;
        }

        /** The constant that is used when none is given. */
        public double defaultValue() {
            return defaultValue;
        }
    }

    public Bleu {
        if (maxOrder < 1 || maxOrder > LARGEST_ORDER) {
            throw MetricException.invalid("max_ngram_order", "must be from 1 to " + LARGEST_ORDER + ", is " + maxOrder);
        }
    }

    /**
     * The score of a sentence or corpus.
     *
     * @param score from 0 to 100 (rounding may exceed 100 by an ulp)
     * @param precisions smoothed precision by order, from 0 to 100
     * @param brevityPenalty from 0 to 1
     * @param counts matching n-grams by order, add-k included
     * @param totals n-grams of the hypothesis by order, add-k included
     */
    public record Score(
            double score,
            List<Double> precisions,
            double brevityPenalty,
            long hypothesisLength,
            long referenceLength,
            List<Double> counts,
            List<Double> totals) {}

    /**
     * Scores one sentence.
     *
     * @throws MetricException when there is no reference
     */
    public Score sentence(String hypothesis, List<String> references) {
        Accumulator sum = accumulator();
        sum.add(hypothesis, references);
        return sum.score();
    }

    /** An empty sum over a corpus, to which sentences are added one by one. */
    public Accumulator accumulator() {
        return new Accumulator();
    }

    private Tokens tokens(String text) {
        return tokenizer.tokenize(Characters.stripEnd(lowercase ? LowerCase.of(text) : text));
    }

    /** The counts of a corpus so far; constant memory however many sentences are added. Not thread-safe; merge those of threads. */
    public final class Accumulator {

        private final long[] correct = new long[maxOrder];
        private final long[] total = new long[maxOrder];
        private long hypothesisLength;
        private long referenceLength;
        private final ReferenceCount references = new ReferenceCount();

        private Accumulator() {}

        /**
         * Adds one sentence.
         *
         * @throws MetricException when there is no reference
         */
        public void add(String hypothesis, List<String> referenceTexts) {
            references.add(referenceTexts);
            TokenTable table = new TokenTable(64);
            int[][] refs = new int[referenceTexts.size()][];
            for (int r = 0; r < refs.length; r++) {
                refs[r] = tokens(referenceTexts.get(r)).intern(table);
            }
            int[] hyp = tokens(hypothesis).find(table);
            long[] matches = new long[maxOrder];
            NgramMatches.count(hyp, refs, table.size(), matches);
            for (int n = 0; n < maxOrder; n++) {
                correct[n] += matches[n];
                total[n] += Math.max(0, hyp.length - n);
            }
            hypothesisLength += hyp.length;
            referenceLength += closest(hyp.length, refs);
        }

        /** Adds the sentences of another sum with the same settings; the order of merging does not matter. */
        public void merge(Accumulator other) {
            if (!settings().equals(other.settings())) {
                throw new IllegalArgumentException("sums of different settings");
            }
            for (int n = 0; n < maxOrder; n++) {
                correct[n] += other.correct[n];
                total[n] += other.total[n];
            }
            hypothesisLength += other.hypothesisLength;
            referenceLength += other.referenceLength;
            references.merge(other.references);
        }

        /** The score of what was added so far. */
        public Score score() {
            return compute(correct, total, hypothesisLength, referenceLength);
        }

        /** The settings in sacreBLEU's notation, without its version. */
        public String signature() {
            String value = String.format(Locale.ROOT, "[%.2f]", smoothingValue);
            String smooth = switch (smoothing) {
                case NONE -> "none";
                case EXP -> "exp";
                case FLOOR -> "floor" + value;
                case ADD_K -> "add-k" + value;
            };
            return "nrefs:" + references + "|case:"
                    + (lowercase ? "lc" : "mixed") + "|eff:" + (effectiveOrder ? "yes" : "no") + "|tok:"
                    + tokenizer.label() + "|smooth:" + smooth;
        }

        private Bleu settings() {
            return Bleu.this;
        }
    }

    private static int closest(int length, int[][] references) {
        int best = references[0].length;
        for (int[] reference : references) {
            int distance = Math.abs(length - reference.length);
            int bestDistance = Math.abs(length - best);
            if (distance < bestDistance || (distance == bestDistance && reference.length < best)) {
                best = reference.length;
            }
        }
        return best;
    }

    private Score compute(long[] correct, long[] total, long hypothesisLength, long referenceLength) {
        double[] counts = Arrays.stream(correct).asDoubleStream().toArray();
        double[] totals = Arrays.stream(total).asDoubleStream().toArray();
        double[] precisions = new double[maxOrder];
        double penalty = 1;
        if (hypothesisLength < referenceLength) {
            penalty = hypothesisLength > 0 ? Math.exp(1 - (double) referenceLength / hypothesisLength) : 0;
        }
        double score = 0;
        if (Arrays.stream(correct).anyMatch(c -> c > 0)) {
            int order = smooth(counts, totals, precisions);
            double logs = 0;
            for (int n = 0; n < order; n++) {
                logs += precisions[n] == 0 ? -9999999999.0 : Math.log(precisions[n]);
            }
            score = penalty * Math.exp(logs / order);
        }
        return new Score(
                score, list(precisions), penalty, hypothesisLength, referenceLength, list(counts), list(totals));
    }

    /** Fills the precisions, changes counts and totals where they are added to, and returns the order to average over. */
    private int smooth(double[] counts, double[] totals, double[] precisions) {
        int order = maxOrder;
        double halvings = 1;
        for (int n = 0; n < maxOrder; n++) {
            if (smoothing == Smoothing.ADD_K && n > 0) {
                counts[n] += smoothingValue;
                totals[n] += smoothingValue;
            }
            if (totals[n] == 0) {
                break;
            }
            if (effectiveOrder) {
                order = n + 1;
            }
            if (counts[n] > 0) {
                precisions[n] = 100 * counts[n] / totals[n];
            } else if (smoothing == Smoothing.EXP) {
                halvings *= 2;
                precisions[n] = 100 / (halvings * totals[n]);
            } else if (smoothing == Smoothing.FLOOR) {
                precisions[n] = 100 * smoothingValue / totals[n];
            }
        }
        return order;
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
