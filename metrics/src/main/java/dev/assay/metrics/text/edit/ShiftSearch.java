package dev.assay.metrics.text.edit;

import java.util.Arrays;

/**
 * The greedy search of TER: as long as a shift of a phrase lowers the edit distance, the best one is made. The limits and the order of
 * preference are those of Tercom as sacreBLEU has them: at most {@value #MAX_SIZE} words, moved from at most {@value #MAX_DISTANCE}
 * words away, and {@value #MAX_CANDIDATES} tries in all.
 */
final class ShiftSearch {

    private static final int MAX_SIZE = 10;
    private static final int MAX_DISTANCE = 50;
    private static final int MAX_CANDIDATES = 1000;

    private final int[] reference;
    private final BandedDistance distance;
    private int[] words;
    private int candidates;

    /** For each position of the reference the position of the hypothesis that it is aligned with, or the last one before it. */
    private final int[] aligned;

    /** Running sums of the wrong positions. */
    private final int[] referenceErrors;

    private final int[] hypothesisErrors;

    private final int[] shifted;

    // The best shift of the round.
    private int bestGain;
    private int bestLength;
    private int bestStart;
    private int bestTarget;
    private boolean found;

    ShiftSearch(int[] hypothesis, int[] reference) {
        this.reference = reference;
        this.words = hypothesis.clone();
        this.distance = new BandedDistance(reference, hypothesis.length);
        this.aligned = new int[reference.length];
        this.referenceErrors = new int[reference.length + 1];
        this.hypothesisErrors = new int[hypothesis.length + 1];
        this.shifted = new int[hypothesis.length];
    }

    /** Fewest edits found, shifts included. */
    long edits() {
        if (reference.length == 0) {
            return words.length;
        }
        long shifts = 0;
        int edits = distance.setBase(words);
        while (edits > 0) {
            findBest();
            if (candidates >= MAX_CANDIDATES || !found || bestGain <= 0) {
                break;
            }
            shifts++;
            shift(bestStart, bestLength, bestTarget);
            System.arraycopy(shifted, 0, words, 0, words.length);
            edits = distance.setBase(words);
        }
        return shifts + edits;
    }

    private void findBest() {
        found = false;
        distance.align(aligned, referenceErrors, hypothesisErrors);
        for (int start = 0; start < words.length; start++) {
            int firstTarget = Math.max(0, start - MAX_DISTANCE);
            int lastTarget = Math.min(reference.length - 1, start + MAX_DISTANCE);
            for (int target = firstTarget; target <= lastTarget; target++) {
                int longest = Math.min(MAX_SIZE, Math.min(words.length - start, reference.length - target));
                for (int length = 1; length <= longest; length++) {
                    if (words[start + length - 1] != reference[target + length - 1]) {
                        break;
                    }
                    if (worthTrying(start, target, length)) {
                        tryShifts(start, target, length);
                        if (candidates >= MAX_CANDIDATES) {
                            return;
                        }
                    }
                }
            }
        }
    }

    /** Both the phrase and its target must be wrong somewhere, and the target must lie outside of the phrase. */
    private boolean worthTrying(int start, int target, int length) {
        return hypothesisErrors[start + length] != hypothesisErrors[start]
                && referenceErrors[target + length] != referenceErrors[target]
                && (aligned[target] < start || aligned[target] >= start + length);
    }

    private void tryShifts(int start, int target, int length) {
        int previous = -1;
        for (int offset = -1; offset < length; offset++) {
            int position = target + offset;
            int to = position == -1 ? 0 : aligned[position] + 1;
            if (to == previous) {
                continue;
            }
            previous = to;
            int firstChange = shift(start, length, to);
            int lastChange =
                    to <= start ? start + length : Math.min(words.length, to <= start + length ? to + length : to);
            int gain = distance.base() - distance.of(shifted, firstChange, lastChange);
            candidates++;
            if (!found || isBetter(gain, length, start, to)) {
                found = true;
                bestGain = gain;
                bestLength = length;
                bestStart = start;
                bestTarget = to;
            }
        }
    }

    private boolean isBetter(int gain, int length, int start, int target) {
        if (gain != bestGain) {
            return gain > bestGain;
        }
        if (length != bestLength) {
            return length > bestLength;
        }
        if (start != bestStart) {
            return start < bestStart;
        }
        return target < bestTarget;
    }

    /** Writes the words with the phrase moved; returns the first position that may differ. */
    private int shift(int start, int length, int target) {
        int[] w = words;
        int n = w.length;
        if (target < start) {
            System.arraycopy(w, 0, shifted, 0, target);
            System.arraycopy(w, start, shifted, target, length);
            System.arraycopy(w, target, shifted, target + length, start - target);
            System.arraycopy(w, start + length, shifted, start + length, n - start - length);
            return target;
        }
        // After the phrase, or within it: then the words after it move in front of it.
        int from = start + length;
        int to = target > from ? target : Math.min(n, length + target);
        System.arraycopy(w, 0, shifted, 0, start);
        System.arraycopy(w, from, shifted, start, to - from);
        System.arraycopy(w, start, shifted, start + to - from, length);
        System.arraycopy(w, to, shifted, to, n - to);
        return start;
    }

    /** Fills a running sum. */
    static void sum(int[] sums) {
        for (int i = 1; i < sums.length; i++) {
            sums[i] += sums[i - 1];
        }
    }

    static void clear(int[] values) {
        Arrays.fill(values, 0);
    }
}
