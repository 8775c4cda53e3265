package dev.assay.metrics.text.edit;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.ReferenceCount;
import dev.assay.metrics.text.token.TercomTokenizer;
import dev.assay.metrics.text.token.TokenTable;
import dev.assay.metrics.text.token.Tokens;
import java.util.List;
import java.util.Locale;

/**
 * Translation edit rate: insertions, deletions, substitutions and shifts of phrases, per word of the reference, in percent; 0 is
 * perfect, above 100 is possible. Immutable and thread-safe. By default texts are lower-cased. Of several references the one with the
 * fewest edits counts, divided by their average length. Without any reference word the rate is 100 when there is a hypothesis, else 0.
 *
 * <p>Limit: {@value #MAX_WORDS} words a text; longer ones are refused.
 *
 * <p>Source: Snover et al. 2006; sacreBLEU 2.6.0 gives the same values, its limits on shifts included.
 */
public record Ter(TercomTokenizer tokenizer) {

    /** Most words of one text. */
    public static final int MAX_WORDS = 5_000;

    /** TER with its usual settings. */
    public static final Ter DEFAULT = new Ter(TercomTokenizer.DEFAULT);

    /**
     * The rate of a sentence or corpus.
     *
     * @param score percent
     * @param edits edits and shifts
     * @param referenceLength words of the reference; the average over several references
     */
    public record Score(double score, long edits, double referenceLength) {}

    /**
     * Scores one sentence.
     *
     * @throws MetricException when there is no reference, or a text is too long
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

    /** The edits of a corpus so far; constant memory however many sentences are added. Not thread-safe; merge those of threads. */
    public final class Accumulator {

        private long edits;
        private double referenceLength;
        private final ReferenceCount references = new ReferenceCount();

        private Accumulator() {}

        /**
         * Adds one sentence.
         *
         * @throws MetricException when there is no reference, or a text is too long
         */
        public void add(String hypothesis, List<String> referenceTexts) {
            references.add(referenceTexts);
            TokenTable table = new TokenTable(64);
            int[] words = words("hypothesis", tokenizer.tokenize(hypothesis), table);
            long best = Long.MAX_VALUE;
            long lengths = 0;
            for (String reference : referenceTexts) {
                int[] other = words("references", referenceTokens(reference), table);
                lengths += other.length;
                best = Math.min(best, new ShiftSearch(words, other).edits());
            }
            edits += best;
            referenceLength += (double) lengths / referenceTexts.size();
        }

        /** Adds the sentences of another sum with the same settings. */
        public void merge(Accumulator other) {
            if (!settings().equals(other.settings())) {
                throw new IllegalArgumentException("sums of different settings");
            }
            edits += other.edits;
            referenceLength += other.referenceLength;
            references.merge(other.references);
        }

        /** The rate of what was added so far. */
        public Score score() {
            double rate = referenceLength > 0 ? edits / referenceLength : edits > 0 ? 1 : 0;
            return new Score(100 * rate, edits, referenceLength);
        }

        /** The settings in sacreBLEU's notation, without its version. */
        public String signature() {
            return String.format(
                    Locale.ROOT,
                    "nrefs:%s|case:%s|tok:tercom|norm:%s|punct:%s|asian:%s",
                    references,
                    tokenizer.caseSensitive() ? "mixed" : "lc",
                    tokenizer.normalized() ? "yes" : "no",
                    tokenizer.noPunctuation() ? "no" : "yes",
                    tokenizer.asianSupport() ? "yes" : "no");
        }

        private Ter settings() {
            return Ter.this;
        }
    }

    /** sacreBLEU tokenizes references twice, which shows where punctuation that was removed stood after a possessive. */
    private Tokens referenceTokens(String reference) {
        Tokens tokens = tokenizer.tokenize(reference);
        return tokenizer.normalized() ? tokenizer.tokenize(tokens.join()) : tokens;
    }

    private static int[] words(String field, Tokens tokens, TokenTable table) {
        if (tokens.count() > MAX_WORDS) {
            throw MetricException.invalid(
                    field, "too long for TER: " + tokens.count() + " words, at most " + MAX_WORDS);
        }
        return tokens.intern(table);
    }
}
