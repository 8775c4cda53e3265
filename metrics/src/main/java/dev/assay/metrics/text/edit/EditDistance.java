package dev.assay.metrics.text.edit;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.Characters;
import dev.assay.metrics.text.token.CodeTable;
import dev.assay.metrics.text.token.CommonSubsequence;

/**
 * Distances and similarities of two strings in Unicode code points. All are symmetric but for the rounding of {@link #jaro}.
 *
 * <p>Limits: Levenshtein, Indel and LCS take {@value Levenshtein#MAX_STEPS} steps of 64 cells (about 160,000 by 160,000 code points
 * after their common start and end are cut off); the two Damerau distances take {@value Transpositions#MAX_CELLS} cells. Longer texts
 * are refused.
 *
 * <p>Source: RapidFuzz 3.14.6 gives the same values.
 */
public final class EditDistance {

    private static final double WINKLER_THRESHOLD = 0.7;
    private static final double WINKLER_WEIGHT = 0.1;
    private static final int WINKLER_PREFIX = 4;

    private EditDistance() {}

    /**
     * Insertions, deletions and substitutions.
     *
     * @throws MetricException when the texts are too long
     */
    public static int levenshtein(String a, String b) {
        return Levenshtein.distance(a, b);
    }

    /** Levenshtein distance between two sequences of codes of any kind, such as words. */
    public static int levenshtein(int[] a, int[] b) {
        return Levenshtein.distance(a, b);
    }

    /** One minus the Levenshtein distance divided by the longer length; 1 for two empty texts; from 0 to 1. */
    public static double normalizedSimilarity(String a, String b) {
        int longer = Math.max(Characters.length(a), Characters.length(b));
        return longer == 0 ? 1 : 1 - (double) levenshtein(a, b) / longer;
    }

    /**
     * Insertions, deletions, substitutions and swaps of neighbours, no part edited twice (optimal string alignment). It breaks the
     * triangle inequality.
     *
     * @throws MetricException when the texts are too long
     */
    public static int optimalStringAlignment(String a, String b) {
        return Transpositions.optimalStringAlignment(Characters.codePoints(a), Characters.codePoints(b));
    }

    /**
     * Insertions, deletions, substitutions and swaps of neighbours, with edits between them (Damerau–Levenshtein, a metric).
     *
     * @throws MetricException when the texts are too long
     */
    public static int damerauLevenshtein(String a, String b) {
        return Transpositions.damerauLevenshtein(Characters.codePoints(a), Characters.codePoints(b));
    }

    /**
     * Length of the longest common subsequence.
     *
     * @throws MetricException when the texts are too long
     */
    public static int commonSubsequence(String a, String b) {
        CodeTable table = new CodeTable();
        int[] pattern = codes(a, table, true);
        return CommonSubsequence.length(pattern, codes(b, table, false), table.size());
    }

    /** Insertions and deletions only. */
    public static int indel(String a, String b) {
        return Characters.length(a) + Characters.length(b) - 2 * commonSubsequence(a, b);
    }

    /** Similarity from 0 to 100: one minus the Indel distance divided by both lengths; 100 for two empty texts. */
    public static double ratio(String a, String b) {
        int lengths = Characters.length(a) + Characters.length(b);
        return lengths == 0 ? 100 : 100 * (1 - (double) indel(a, b) / lengths);
    }

    /** Jaro similarity, from 0 to 1; 1 for two empty texts. Time is linear in the texts. */
    public static double jaro(String a, String b) {
        return Jaro.similarity(Characters.codePoints(a), Characters.codePoints(b));
    }

    /**
     * Jaro–Winkler similarity, from 0 to 1: above a Jaro similarity of 0.7, each of the first four characters that agree adds a tenth
     * of what is missing to 1.
     */
    public static double jaroWinkler(String a, String b) {
        int[] x = Characters.codePoints(a);
        int[] y = Characters.codePoints(b);
        double jaro = Jaro.similarity(x, y);
        int prefix = 0;
        while (prefix < WINKLER_PREFIX && prefix < x.length && prefix < y.length && x[prefix] == y[prefix]) {
            prefix++;
        }
        return jaro > WINKLER_THRESHOLD ? jaro + prefix * WINKLER_WEIGHT * (1 - jaro) : jaro;
    }

    private static int[] codes(String text, CodeTable table, boolean intern) {
        int[] codes = Characters.codePoints(text);
        for (int i = 0; i < codes.length; i++) {
            codes[i] = intern ? table.intern(codes[i]) : table.find(codes[i]);
        }
        return codes;
    }
}
