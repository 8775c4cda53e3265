package dev.assay.metrics.structure;

import dev.assay.metrics.MetricException;

/**
 * A stretch of a text or of time.
 *
 * @param start first position
 * @param end position after the last, {@code start} or more; offsets in texts are code points
 */
public record Span(long start, long end) {

    public Span {
        if (start > end) {
            throw MetricException.invalid("span", "must not end before its start");
        }
    }

    public long length() {
        return end - start;
    }

    /** Positions that both hold, 0 or more. */
    public long intersection(Span other) {
        return Math.max(0, Math.min(end, other.end) - Math.max(start, other.start));
    }

    /** Intersection over union of the positions, 0..1; undefined (0/0) when both are empty. */
    public double iou(Span other) {
        long both = intersection(other);
        long union = length() + other.length() - both;
        if (union == 0) {
            throw MetricException.undefined("IoU of empty spans is 0/0");
        }
        return (double) both / union;
    }
}
