package dev.assay.metrics.text.edit;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.Characters;
import dev.assay.metrics.text.token.CodeTable;
import dev.assay.metrics.text.token.MatchMasks;
import dev.assay.metrics.text.token.TokenTable;
import dev.assay.metrics.text.token.Tokens;

/**
 * Word and character error rates of transcripts, summed over sentences in constant memory. Words are separated by the space character
 * only (a lone tab is none; two or more white-space characters count as one space); case and punctuation count. For characters, only
 * the ends are stripped. Not thread-safe; merge the sums of threads.
 *
 * <p>Where several alignments have the fewest edits, the one of RapidFuzz is taken: from the end backwards a deletion before an
 * insertion before a substitution. Without any reference word the word error rate is the number of insertions, as jiwer has it, and
 * likewise for characters.
 *
 * <p>Source: Morris et al. 2004 (MER, WIL, WIP); jiwer 4.0.0 gives the same values.
 */
public final class WordErrorRate {

    /** Most steps of 64 cells that the alignment of one sentence may take: about 16,000 by 16,000 words. */
    public static final long MAX_STEPS = 4_000_000;

    private long hits;
    private long substitutions;
    private long deletions;
    private long insertions;
    private long characterEdits;
    private long referenceCharacters;

    /**
     * Adds one sentence.
     *
     * @throws MetricException when the texts are too long
     */
    public void add(String reference, String hypothesis) {
        TokenTable table = new TokenTable(64);
        align(words(reference).intern(table), words(hypothesis).intern(table), table.size());
        String referenceText = Characters.strip(reference);
        characterEdits += Levenshtein.distance(referenceText, Characters.strip(hypothesis));
        referenceCharacters += Characters.length(referenceText);
    }

    /** Adds the sentences of another sum. */
    public void merge(WordErrorRate other) {
        hits += other.hits;
        substitutions += other.substitutions;
        deletions += other.deletions;
        insertions += other.insertions;
        characterEdits += other.characterEdits;
        referenceCharacters += other.referenceCharacters;
    }

    public long hits() {
        return hits;
    }

    public long substitutions() {
        return substitutions;
    }

    public long deletions() {
        return deletions;
    }

    public long insertions() {
        return insertions;
    }

    private long edits() {
        return substitutions + deletions + insertions;
    }

    private long referenceWords() {
        return hits + substitutions + deletions;
    }

    /** Edits per word of the reference; 0 is perfect, above 1 is possible. */
    public double wordErrorRate() {
        return referenceWords() == 0 ? insertions : (double) edits() / referenceWords();
    }

    /** Edits per aligned position, from 0 to 1. */
    public double matchErrorRate() {
        long positions = referenceWords() + insertions;
        return positions == 0 ? 0 : (double) edits() / positions;
    }

    /** Share of hits in the reference times the share in the hypothesis, from 0 to 1; 1 when both are empty. */
    public double wordInformationPreserved() {
        long hypothesisWords = hits + substitutions + insertions;
        if (referenceWords() == 0 || hypothesisWords == 0) {
            return referenceWords() == hypothesisWords ? 1 : 0;
        }
        return (double) hits / referenceWords() * ((double) hits / hypothesisWords);
    }

    /** One minus {@link #wordInformationPreserved}. */
    public double wordInformationLost() {
        return 1 - wordInformationPreserved();
    }

    /** Edits per character of the reference. */
    public double characterErrorRate() {
        return referenceCharacters == 0 ? characterEdits : (double) characterEdits / referenceCharacters;
    }

    private static Tokens words(String text) {
        Tokens.Builder words = new Tokens.Builder(text.length());
        String stripped = Characters.strip(text);
        int from = 0;
        int i = 0;
        while (i < stripped.length()) {
            int run = i;
            while (run < stripped.length() && Characters.isSpace(stripped.charAt(run))) {
                run++;
            }
            boolean separates = run - i > 1 || (run - i == 1 && stripped.charAt(i) == ' ');
            if (separates) {
                words.add(stripped, from, i);
                from = run;
            }
            i = Math.max(run, i + 1);
        }
        return words.add(stripped, from, stripped.length()).build();
    }

    private void align(int[] reference, int[] hypothesis, int vocabulary) {
        int from = 0;
        int shorter = Math.min(reference.length, hypothesis.length);
        while (from < shorter && reference[from] == hypothesis[from]) {
            from++;
        }
        int end = 0;
        while (end < shorter - from
                && reference[reference.length - 1 - end] == hypothesis[hypothesis.length - 1 - end]) {
            end++;
        }
        hits += from + end;
        int m = reference.length - from - end;
        int n = hypothesis.length - from - end;
        if (m == 0 || n == 0) {
            deletions += m;
            insertions += n;
            return;
        }
        int words = (m + 63) >>> 6;
        if ((long) words * n > MAX_STEPS) {
            throw MetricException.invalid(
                    "inputs",
                    "the texts are too long to align: " + m + " by " + n + " words, at most " + MAX_STEPS * 64
                            + " cells");
        }
        int[] pattern = new int[m];
        CodeTable table = new CodeTable();
        for (int i = 0; i < m; i++) {
            pattern[i] = table.intern(reference[from + i]);
        }
        MatchMasks masks = new MatchMasks(pattern, Math.min(vocabulary, table.size()));
        long[] positive = new long[words * n];
        long[] negative = new long[words * n];
        Levenshtein.Rows rows = new Levenshtein.Rows(m);
        for (int j = 0; j < n; j++) {
            rows.step(masks.of(table.find(hypothesis[from + j])));
            for (int w = 0; w < words; w++) {
                positive[j * words + w] = rows.positive(w);
                negative[j * words + w] = rows.negative(w);
            }
        }
        trace(reference, hypothesis, from, m, n, positive, negative);
    }

    private void trace(int[] reference, int[] hypothesis, int from, int m, int n, long[] positive, long[] negative) {
        int words = (m + 63) >>> 6;
        int column = m;
        int row = n;
        while (row > 0 && column > 0) {
            int word = (column - 1) >>> 6;
            if ((positive[(row - 1) * words + word] >>> (column - 1) & 1) != 0) {
                deletions++;
                column--;
                continue;
            }
            row--;
            if (row > 0 && (negative[(row - 1) * words + word] >>> (column - 1) & 1) != 0) {
                insertions++;
            } else {
                column--;
                if (reference[from + column] == hypothesis[from + row]) {
                    hits++;
                } else {
                    substitutions++;
                }
            }
        }
        deletions += column;
        insertions += row;
    }
}
