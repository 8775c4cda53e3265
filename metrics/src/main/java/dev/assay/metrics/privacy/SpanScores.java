package dev.assay.metrics.privacy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How well found spans agree with labelled ones, summed over documents. A span is right when label, start and end are equal; a
 * character is right when any span covers it, whatever the label. A share of nothing is 0.
 */
public final class SpanScores {

    /** A labelled range of characters, the end exclusive; {@code 0 <= start <= end}. */
    public record LabelledSpan(String label, int start, int end) {}

    private long matches;
    private long labelled;
    private long found;
    private long sharedCharacters;
    private long labelledCharacters;
    private long foundCharacters;

    /** Adds a document. */
    public void add(List<LabelledSpan> truth, List<LabelledSpan> prediction) {
        Map<LabelledSpan, Integer> open = new HashMap<>();
        truth.forEach(span -> open.merge(span, 1, Integer::sum));
        for (LabelledSpan span : prediction) {
            Integer left = open.get(span);
            if (left != null && left > 0) {
                matches++;
                open.put(span, left - 1);
            }
        }
        labelled += truth.size();
        found += prediction.size();
        BitSet truthCharacters = characters(truth);
        BitSet predictionCharacters = characters(prediction);
        labelledCharacters += truthCharacters.cardinality();
        foundCharacters += predictionCharacters.cardinality();
        truthCharacters.and(predictionCharacters);
        sharedCharacters += truthCharacters.cardinality();
    }

    private static BitSet characters(List<LabelledSpan> spans) {
        BitSet result = new BitSet();
        for (LabelledSpan span : new ArrayList<>(spans)) {
            result.set(span.start(), span.end());
        }
        return result;
    }

    public long matches() {
        return matches;
    }

    public long labelled() {
        return labelled;
    }

    public long found() {
        return found;
    }

    public double precision() {
        return share(matches, found);
    }

    public double recall() {
        return share(matches, labelled);
    }

    /** Harmonic mean of precision and recall. */
    public double f1() {
        double sum = precision() + recall();
        return sum == 0 ? 0 : 2 * precision() * recall() / sum;
    }

    public double characterPrecision() {
        return share(sharedCharacters, foundCharacters);
    }

    public double characterRecall() {
        return share(sharedCharacters, labelledCharacters);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
