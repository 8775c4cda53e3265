package dev.assay.metrics.overlap;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.Characters;
import dev.assay.metrics.text.token.LowerCase;
import dev.assay.metrics.text.token.WordTokenizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The set of a text's overlapping parts of equal length, after lower-casing. A text of fewer units has none.
 *
 * @param size units in a shingle, 1 to {@value #LARGEST_SIZE}
 */
public record Shingles(Unit unit, int size) {

    /** Largest size that is accepted. */
    public static final int LARGEST_SIZE = 64;

    /** Three words: the usual choice for sentences and paragraphs. */
    public static final Shingles WORDS = new Shingles(Unit.WORD, 3);

    /** What a shingle is made of. */
    public enum Unit {
        /** Words as {@code \w+}, joined by spaces. */
        WORD,
        /** Code points, after each run of white space was made one space. */
        CHAR
    }

    public Shingles {
        if (size < 1 || size > LARGEST_SIZE) {
            throw MetricException.invalid("n", "must be from 1 to " + LARGEST_SIZE + ", is " + size);
        }
    }

    /** The distinct shingles in the order of their first appearance. */
    public Set<String> of(String text) {
        return switch (unit) {
            case WORD -> words(text);
            case CHAR -> characters(text);
        };
    }

    /** Shared shingles, divided by all; empty when both sets are empty, for which the similarity is undefined. */
    public static Optional<Double> jaccard(Set<String> a, Set<String> b) {
        if (a.isEmpty() && b.isEmpty()) {
            return Optional.empty();
        }
        int shared = intersection(a, b);
        return Optional.of((double) shared / (a.size() + b.size() - shared));
    }

    /** Number of shared shingles. */
    public static int intersection(Set<String> a, Set<String> b) {
        Set<String> smaller = a.size() <= b.size() ? a : b;
        Set<String> larger = a.size() <= b.size() ? b : a;
        int shared = 0;
        for (String shingle : smaller) {
            if (larger.contains(shingle)) {
                shared++;
            }
        }
        return shared;
    }

    private Set<String> words(String text) {
        List<String> words = WordTokenizer.tokenize(text).toList();
        Set<String> result = LinkedHashSet.newLinkedHashSet(words.size());
        for (int i = 0; i + size <= words.size(); i++) {
            result.add(String.join(" ", words.subList(i, i + size)));
        }
        return result;
    }

    private Set<String> characters(String text) {
        String collapsed = Characters.collapseSpace(LowerCase.of(text));
        Set<String> result = new LinkedHashSet<>();
        int length = Characters.length(collapsed);
        if (length < size) {
            return result;
        }
        int from = 0;
        int to = collapsed.offsetByCodePoints(0, size);
        while (true) {
            result.add(collapsed.substring(from, to));
            if (to == collapsed.length()) {
                return result;
            }
            from = collapsed.offsetByCodePoints(from, 1);
            to = collapsed.offsetByCodePoints(to, 1);
        }
    }
}
