package dev.assay.metrics.text.ngram;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.LowerCase;
import dev.assay.metrics.text.token.PorterStemmer;
import dev.assay.metrics.text.token.TokenTable;
import dev.assay.metrics.text.token.Tokens;
import dev.assay.metrics.text.token.WordTokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * METEOR's first two stages: words that are the same, then words of the same Porter stem, scored by a mean of precision and recall with
 * a penalty for each break in the order; from 0 to 1. The third stage, synonyms of WordNet, is left out, since its data are none of
 * this library's: scores are at most those of the full METEOR, and differ from them. Words are in lower case. From the end backwards
 * each word of the hypothesis takes the last free equal word of the reference, as NLTK does it. Time is linear in the texts. Immutable
 * and thread-safe.
 *
 * <p>With m matches in c chunks: P = m / words of the hypothesis, R = m / words of the reference, F = P·R / (αP + (1 − α)R), score
 * F·(1 − γ(c / m)<sup>β</sup>).
 *
 * <p>Source: Banerjee and Lavie 2005; NLTK 3.10.4 gives the same values with a WordNet that knows no synonyms.
 *
 * @param tokenizer what a word is
 * @param alpha weight of recall against precision, from 0 to 1
 * @param beta exponent of the penalty, 0 or more
 * @param gamma largest penalty, from 0 to 1
 */
public record Meteor(Tokenizer tokenizer, double alpha, double beta, double gamma) {

    /** The settings of the paper: α 0.9, β 3, γ 0.5. */
    public static final Meteor DEFAULT = new Meteor(Tokenizer.WORD, 0.9, 3, 0.5);

    /** What a word is. */
    public enum Tokenizer {
        /** A run of letters, numbers and underscores of any script. */
        WORD,
        /** Whatever stands between white space, punctuation included. */
        SPACE
    }

    public Meteor {
        require("alpha", alpha, 1);
        require("beta", beta, 100);
        require("gamma", gamma, 1);
    }

    private static void require(String name, double value, double upper) {
        if (!(value >= 0 && value <= upper)) {
            throw MetricException.invalid(name, "must be from 0 to " + (int) upper + ", is " + value);
        }
    }

    /**
     * How the words of two texts match.
     *
     * @param exact pairs of the same word
     * @param stemmed pairs of the same stem only
     * @param chunks runs of matches that stand side by side in both texts
     */
    public record Score(double score, double precision, double recall, int exact, int stemmed, int chunks) {}

    /**
     * The best score over the references.
     *
     * @throws MetricException when there is no reference, undefined when neither the hypothesis nor a reference has a word
     */
    public Score score(String hypothesis, List<String> references) {
        if (references.isEmpty()) {
            throw MetricException.invalid("references", "at least one is required");
        }
        Tokens words = words(hypothesis);
        Score best = null;
        for (String reference : references) {
            Tokens other = words(reference);
            if (words.count() + other.count() > 0) {
                Score score = score(words, other);
                best = best == null || score.score > best.score ? score : best;
            }
        }
        if (best == null) {
            throw MetricException.undefined("METEOR needs a word in the hypothesis or a reference");
        }
        return best;
    }

    private Tokens words(String text) {
        return switch (tokenizer) {
            case WORD -> WordTokenizer.tokenize(text);
            case SPACE -> Tokens.splitOnSpace(LowerCase.of(text));
        };
    }

    private Score score(Tokens hypothesis, Tokens reference) {
        TokenTable table = new TokenTable(reference.count());
        int[] partners = new int[hypothesis.count()];
        Arrays.fill(partners, -1);
        boolean[] taken = new boolean[reference.count()];
        int exact = match(hypothesis.intern(table), reference.intern(table), table.size(), partners, taken);
        TokenTable stems = new TokenTable(reference.count());
        int stemmed = match(
                stems(hypothesis, partners, stems), stems(reference, taken, stems), stems.size(), partners, taken);
        int matches = exact + stemmed;
        if (matches == 0) {
            return new Score(0, 0, 0, 0, 0, 0);
        }
        int chunks = chunks(partners);
        double precision = (double) matches / hypothesis.count();
        double recall = (double) matches / reference.count();
        double mean = precision * recall / (alpha * precision + (1 - alpha) * recall);
        double penalty = gamma * Math.pow((double) chunks / matches, beta);
        return new Score((1 - penalty) * mean, precision, recall, exact, stemmed, chunks);
    }

    /** Pairs the words that have none yet; returns the number of new pairs. Codes of -1 match nothing. */
    private static int match(int[] hypothesis, int[] reference, int vocabulary, int[] partners, boolean[] taken) {
        int[] last = new int[vocabulary];
        Arrays.fill(last, -1);
        int[] before = new int[reference.length];
        for (int j = 0; j < reference.length; j++) {
            if (reference[j] >= 0 && !taken[j]) {
                before[j] = last[reference[j]];
                last[reference[j]] = j;
            }
        }
        int pairs = 0;
        for (int i = hypothesis.length - 1; i >= 0; i--) {
            if (partners[i] < 0 && hypothesis[i] >= 0 && last[hypothesis[i]] >= 0) {
                int j = last[hypothesis[i]];
                last[hypothesis[i]] = before[j];
                partners[i] = j;
                taken[j] = true;
                pairs++;
            }
        }
        return pairs;
    }

    private static int[] stems(Tokens words, int[] partners, TokenTable table) {
        int[] codes = new int[words.count()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = partners[i] < 0 ? table.intern(PorterStemmer.stem(words.get(i))) : -1;
        }
        return codes;
    }

    private static int[] stems(Tokens words, boolean[] taken, TokenTable table) {
        int[] codes = new int[words.count()];
        for (int j = 0; j < codes.length; j++) {
            codes[j] = taken[j] ? -1 : table.intern(PorterStemmer.stem(words.get(j)));
        }
        return codes;
    }

    /** A match continues the chunk when the word before it in the hypothesis is matched with the word before it in the reference. */
    private static int chunks(int[] partners) {
        int chunks = 0;
        for (int i = 0; i < partners.length; i++) {
            boolean continues = i > 0 && partners[i - 1] >= 0 && partners[i - 1] + 1 == partners[i];
            if (partners[i] >= 0 && !continues) {
                chunks++;
            }
        }
        return chunks;
    }
}
