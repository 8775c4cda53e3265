package dev.assay.metrics.structure;

import dev.assay.metrics.MetricException;

/**
 * An axis-parallel rectangle with continuous coordinates: its width is x2 − x1, without the +1 of pixel counting.
 *
 * @param x1 left, {@code y1} lower, {@code x2} right and {@code y2} upper edge; x1 ≤ x2, y1 ≤ y2, all finite
 */
public record Box(double x1, double y1, double x2, double y2) {

    public Box {
        if (!(x1 <= x2 && y1 <= y2)
                || !Double.isFinite(x1)
                || !Double.isFinite(y1)
                || !Double.isFinite(x2)
                || !Double.isFinite(y2)) {
            throw MetricException.invalid("box", "needs finite edges with x1 <= x2 and y1 <= y2");
        }
    }

    /** Area, 0 or more. */
    public double area() {
        return (x2 - x1) * (y2 - y1);
    }

    /** Area that both cover, 0 or more. */
    public double intersection(Box other) {
        double width = Math.min(x2, other.x2) - Math.max(x1, other.x1);
        double height = Math.min(y2, other.y2) - Math.max(y1, other.y1);
        return width <= 0 || height <= 0 ? 0 : width * height;
    }

    /** Area that either covers, 0 or more. */
    public double union(Box other) {
        return area() + other.area() - intersection(other);
    }

    /** Intersection over union, 0..1; undefined (0/0) when neither box has an area. */
    public double iou(Box other) {
        double union = union(other);
        if (union == 0) {
            throw MetricException.undefined("IoU of boxes without area is 0/0");
        }
        return intersection(other) / union;
    }

    /**
     * Generalised IoU (Rezatofighi et al. 2019), −1..1: IoU minus the share of the enclosing box that neither covers. Undefined where
     * {@link #iou} is.
     */
    public double generalisedIou(Box other) {
        double hull =
                (Math.max(x2, other.x2) - Math.min(x1, other.x1)) * (Math.max(y2, other.y2) - Math.min(y1, other.y1));
        return iou(other) - (hull - union(other)) / hull;
    }
}
