package dev.assay.metrics.overlap;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.PairTable;
import dev.assay.metrics.text.token.TokenTable;
import dev.assay.metrics.text.token.WordTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds which items of a test set share long n-grams with a corpus. The items are held in memory; the corpus streams through, in time
 * linear in its length. Words are {@code \w+} after lower-casing. Not thread-safe: add all items, then scan the documents, then read.
 *
 * <p>Source: Brown et al. 2020 (GPT-3), appendix C: overlap of 13-grams.
 */
public final class ContaminationIndex {

    /** The length of n-grams that the GPT-3 paper takes. */
    public static final int GPT_3 = 13;

    /**
     * What one item shares with the corpus.
     *
     * @param tokens words of the item
     * @param ngrams n-grams of the item, repeated ones counted each time
     * @param matched n-grams that occur in the corpus
     * @param coverage share of the words that lie in a matched n-gram; 0 without words
     * @param longestRun longest run of words that the item shares with one document; empty when it was not asked for
     */
    public record Overlap(int tokens, int ngrams, int matched, double coverage, OptionalInt longestRun) {

        public boolean contaminated() {
            return matched > 0;
        }

        /** Share of the n-grams that occur in the corpus; 0 when the item is shorter than an n-gram. */
        public double matchedShare() {
            return ngrams == 0 ? 0 : (double) matched / ngrams;
        }
    }

    private final int n;
    private final boolean longestRuns;
    private final TokenTable words = new TokenTable(1024);
    private final PairTable pairs = new PairTable(1024);
    private final List<Item> items = new ArrayList<>();
    private boolean[] matched = new boolean[0];

    /**
     * An empty index for n-grams of {@code n} words, 1 to 64.
     *
     * @param longestRuns find the longest shared runs as well; then the time of a scan grows with the number of items
     */
    public ContaminationIndex(int n, boolean longestRuns) {
        if (n < 1 || n > 64) {
            throw MetricException.invalid("n", "must be from 1 to 64, is " + n);
        }
        this.n = n;
        this.longestRuns = longestRuns;
    }

    /** Adds an item under the next number, from 0. */
    public void add(String item) {
        int[] codes = WordTokenizer.tokenize(item).intern(words);
        int[] grams = new int[Math.max(0, codes.length - n + 1)];
        for (int i = 0; i < grams.length; i++) {
            grams[i] = gram(codes, i, true);
        }
        items.add(new Item(codes, grams, longestRuns ? Optional.of(new CommonRun(codes)) : Optional.empty()));
    }

    /** Scans one document of the corpus. */
    public void scan(String document) {
        if (matched.length < pairs.size()) {
            matched = Arrays.copyOf(matched, pairs.size());
        }
        int[] codes = WordTokenizer.tokenize(document).find(words);
        for (int i = 0; i + n <= codes.length; i++) {
            int gram = gram(codes, i, false);
            if (gram >= 0) {
                matched[gram] = true;
            }
        }
        if (!longestRuns) {
            return;
        }
        for (Item item : items) {
            item.run.ifPresent(run -> run.scan(codes));
        }
    }

    /** What the item of a number shares with the documents scanned so far. */
    public Overlap overlap(int number) {
        Item item = items.get(number);
        int count = 0;
        int covered = 0;
        int coveredTo = 0;
        for (int i = 0; i < item.grams.length; i++) {
            if (item.grams[i] < matched.length && matched[item.grams[i]]) {
                count++;
                covered += i + n - Math.max(coveredTo, i);
                coveredTo = i + n;
            }
        }
        int tokens = item.codes.length;
        double coverage = tokens == 0 ? 0 : (double) covered / tokens;
        OptionalInt longest =
                item.run.isPresent() ? OptionalInt.of(item.run.get().longest()) : OptionalInt.empty();
        return new Overlap(tokens, item.grams.length, count, coverage, longest);
    }

    /**
     * The code of the n-gram at a position, exact: its words are joined from the left, one code for each prefix. Words have even codes
     * and prefixes odd ones; an n-gram is a prefix that is closed by -1.
     */
    private int gram(int[] codes, int from, boolean add) {
        if (codes[from] < 0) {
            return -1;
        }
        int code = 2 * codes[from];
        for (int k = 1; k < n; k++) {
            int next = codes[from + k];
            int pair = next < 0 ? -1 : pair(PairTable.key(code, next), add);
            if (pair < 0) {
                return -1;
            }
            code = 2 * pair + 1;
        }
        return pair(PairTable.key(code, -1), add);
    }

    private int pair(long key, boolean add) {
        return add ? pairs.intern(key) : pairs.find(key);
    }

    private record Item(int[] codes, int[] grams, Optional<CommonRun> run) {}
}
