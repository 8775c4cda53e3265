package dev.assay.metrics.text.edit;

import java.util.Arrays;

/**
 * Edit distance to one reference in a band around the diagonal, with the trace of the base hypothesis. Variants of the base that
 * differ in a few positions are computed from the first difference on, and only until they are on the base's track again.
 */
final class BandedDistance {

    private static final int BAND = 25;
    private static final int INFINITY = 1 << 29;

    private static final byte SAME = 0;
    private static final byte SUBSTITUTE = 1;
    private static final byte DELETE = 2;
    private static final byte INSERT = 3;

    private final int[] reference;
    private final int length;
    private final int[] lows;
    private final int[] highs;
    private final int[] offsets;
    private final int[] costs;
    private final byte[] operations;
    private int[] previous;
    private int[] current;
    private int base;

    BandedDistance(int[] reference, int hypothesisLength) {
        this.reference = reference;
        this.length = hypothesisLength;
        int m = reference.length;
        double ratio = length == 0 ? 1 : (double) m / length;
        int band = BAND < ratio / 2 ? (int) Math.ceil(ratio / 2 + BAND) : BAND;
        this.lows = new int[length + 1];
        this.highs = new int[length + 1];
        this.offsets = new int[length + 2];
        highs[0] = m + 1;
        offsets[1] = m + 1;
        for (int i = 1; i <= length; i++) {
            int diagonal = (int) Math.floor(i * ratio);
            lows[i] = Math.max(0, diagonal - band);
            highs[i] = i == length ? m + 1 : Math.min(m + 1, diagonal + band);
            offsets[i + 1] = offsets[i] + highs[i] - lows[i];
        }
        this.costs = new int[offsets[length + 1]];
        this.operations = new byte[costs.length];
        for (int j = 0; j <= m; j++) {
            costs[j] = j;
            operations[j] = INSERT;
        }
        this.previous = new int[m + 2];
        this.current = new int[m + 2];
    }

    /** Distance of the base. */
    int base() {
        return base;
    }

    /** Computes the whole table for a hypothesis, which becomes the base; returns its distance. */
    int setBase(int[] words) {
        for (int i = 1; i <= length; i++) {
            int offset = offsets[i] - lows[i];
            int above = offsets[i - 1] - lows[i - 1];
            int aboveLow = lows[i - 1];
            int aboveHigh = highs[i - 1];
            for (int j = lows[i]; j < highs[i]; j++) {
                int best = INFINITY;
                byte operation = SUBSTITUTE;
                if (j > aboveLow && j <= aboveHigh) {
                    boolean same = words[i - 1] == reference[j - 1];
                    best = costs[above + j - 1] + (same ? 0 : 1);
                    operation = same ? SAME : SUBSTITUTE;
                }
                if (j >= aboveLow && j < aboveHigh && costs[above + j] + 1 < best) {
                    best = costs[above + j] + 1;
                    operation = DELETE;
                }
                if (j > lows[i] && costs[offset + j - 1] + 1 < best) {
                    best = costs[offset + j - 1] + 1;
                    operation = INSERT;
                }
                costs[offset + j] = best;
                operations[offset + j] = operation;
            }
        }
        base = costs[costs.length - 1];
        return base;
    }

    /**
     * Distance of a hypothesis that equals the base before {@code from} and from {@code to} on.
     */
    int of(int[] words, int from, int to) {
        loadRow(from);
        for (int i = from + 1; i <= length; i++) {
            row(words[i - 1], i);
            if (i >= to && i < length && equalsBase(i)) {
                return base;
            }
            int[] free = previous;
            previous = current;
            current = free;
        }
        return from == length ? base : previous[reference.length];
    }

    private void loadRow(int i) {
        int low = lows[i];
        int high = highs[i];
        Arrays.fill(previous, Math.max(0, low - 1), low, INFINITY);
        System.arraycopy(costs, offsets[i], previous, low, high - low);
        if (i < length) {
            Arrays.fill(previous, high, Math.max(high, Math.min(previous.length, highs[i + 1] + 1)), INFINITY);
        }
    }

    private void row(int word, int i) {
        int[] up = previous;
        int[] out = current;
        int[] ref = reference;
        int low = lows[i];
        int high = highs[i];
        int j = low;
        int left = INFINITY;
        if (low == 0) {
            left = up[0] + 1;
            out[0] = left;
            j = 1;
        } else {
            out[low - 1] = INFINITY;
        }
        int diagonal = up[j - 1];
        for (; j < high; j++) {
            int above = up[j];
            int best = ref[j - 1] == word ? diagonal : diagonal + 1;
            best = Math.min(best, Math.min(above, left) + 1);
            out[j] = best;
            left = best;
            diagonal = above;
        }
        if (i < length) {
            Arrays.fill(out, high, Math.max(high, Math.min(out.length, highs[i + 1] + 1)), INFINITY);
        }
    }

    private boolean equalsBase(int i) {
        int low = lows[i];
        return Arrays.equals(current, low, highs[i], costs, offsets[i], offsets[i + 1]);
    }

    /**
     * Reads the base's trace: where each word of the reference stands in the hypothesis, and running sums of what is wrong on either
     * side.
     */
    void align(int[] aligned, int[] referenceErrors, int[] hypothesisErrors) {
        ShiftSearch.clear(referenceErrors);
        ShiftSearch.clear(hypothesisErrors);
        int i = length;
        int j = reference.length;
        while (i > 0 || j > 0) {
            switch (operations[offsets[i] - lows[i] + j]) {
                case SAME -> aligned[--j] = --i;
                case SUBSTITUTE -> {
                    aligned[--j] = --i;
                    hypothesisErrors[i + 1] = 1;
                    referenceErrors[j + 1] = 1;
                }
                case DELETE -> hypothesisErrors[i--] = 1;
                default -> {
                    referenceErrors[j] = 1;
                    aligned[--j] = i - 1;
                }
            }
        }
        ShiftSearch.sum(referenceErrors);
        ShiftSearch.sum(hypothesisErrors);
    }
}
