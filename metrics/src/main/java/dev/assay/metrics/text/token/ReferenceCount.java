package dev.assay.metrics.text.token;

import dev.assay.metrics.MetricException;
import java.util.List;

/** How many references the sentences of a corpus have, for its signature: a number where all have as many, else {@code var}. Not thread-safe. */
public final class ReferenceCount {

    private static final int NONE_YET = -1;
    private static final int DIFFERENT = 0;

    private int count = NONE_YET;

    /**
     * Counts those of one sentence.
     *
     * @throws MetricException when there is none
     */
    public void add(List<String> references) {
        if (references.isEmpty()) {
            throw MetricException.invalid("references", "at least one is required");
        }
        take(references.size());
    }

    /** Counts the sentences of another corpus too. */
    public void merge(ReferenceCount other) {
        if (other.count != NONE_YET) {
            take(other.count);
        }
    }

    private void take(int size) {
        count = count == NONE_YET || count == size ? size : DIFFERENT;
    }

    /** As sacreBLEU writes it. */
    @Override
    public String toString() {
        return count > 0 ? Integer.toString(count) : "var";
    }
}
