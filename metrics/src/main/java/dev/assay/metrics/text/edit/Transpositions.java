package dev.assay.metrics.text.edit;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.CodeTable;
import java.util.Arrays;

/** Edit distances that know swaps, by tables in linear memory. */
final class Transpositions {

    /** Most cells that one table may have: 5,000 by 5,000 code points. */
    static final long MAX_CELLS = 25_000_000;

    private Transpositions() {}

    static int optimalStringAlignment(int[] a, int[] b) {
        requireCells(a, b);
        int[] before = new int[b.length + 1];
        int[] previous = new int[b.length + 1];
        int[] current = new int[b.length + 1];
        for (int j = 0; j <= b.length; j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            current[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                int best = Math.min(previous[j - 1] + cost, Math.min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                    best = Math.min(best, before[j - 2] + 1);
                }
                current[j] = best;
            }
            int[] free = before;
            before = previous;
            previous = current;
            current = free;
        }
        return previous[b.length];
    }

    /**
     * Unrestricted Damerau–Levenshtein distance.
     *
     * <p>Source: Zhao and Sahni 2019, "String correction using the Damerau-Levenshtein distance" (linear-space algorithm LS).
     */
    static int damerauLevenshtein(int[] a, int[] b) {
        requireCells(a, b);
        CodeTable table = new CodeTable();
        int[] x = intern(a, table);
        int[] y = intern(b, table);
        int infinity = Math.max(a.length, b.length) + 1;
        int[] lastRow = new int[table.size()];
        Arrays.fill(lastRow, -1);
        // Rows have one cell of infinity before the column 0.
        int[] rowBeforeSwap = new int[b.length + 2];
        Arrays.fill(rowBeforeSwap, infinity);
        int[] previous = new int[b.length + 2];
        Arrays.fill(previous, infinity);
        int[] current = new int[b.length + 2];
        current[0] = infinity;
        for (int j = 0; j <= b.length; j++) {
            current[j + 1] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            int[] swapped = previous;
            previous = current;
            current = swapped;
            int lastColumn = -1;
            int twoRowsUp = current[1];
            current[1] = i;
            int swapCost = infinity;
            for (int j = 1; j <= b.length; j++) {
                int diagonal = previous[j] + (x[i - 1] == y[j - 1] ? 0 : 1);
                int best = Math.min(diagonal, Math.min(current[j] + 1, previous[j + 1] + 1));
                if (x[i - 1] == y[j - 1]) {
                    lastColumn = j;
                    rowBeforeSwap[j + 1] = previous[j - 1];
                    swapCost = twoRowsUp;
                } else {
                    int k = lastRow[y[j - 1]];
                    if (j - lastColumn == 1) {
                        best = Math.min(best, rowBeforeSwap[j + 1] + (i - k));
                    } else if (i - k == 1) {
                        best = Math.min(best, swapCost + (j - lastColumn));
                    }
                }
                twoRowsUp = current[j + 1];
                current[j + 1] = best;
            }
            lastRow[x[i - 1]] = i;
        }
        return current[b.length + 1];
    }

    private static int[] intern(int[] codePoints, CodeTable table) {
        int[] codes = new int[codePoints.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = table.intern(codePoints[i]);
        }
        return codes;
    }

    private static void requireCells(int[] a, int[] b) {
        if ((long) a.length * b.length > MAX_CELLS) {
            throw MetricException.invalid(
                    "inputs",
                    "the texts are too long for a distance with swaps: " + a.length + " by " + b.length
                            + " code points, at most " + MAX_CELLS + " cells");
        }
    }
}
