package dev.assay.metrics.decision;

import dev.assay.metrics.MetricException;
import java.util.List;

/** Which of several models no other beats in everything. */
public final class ParetoFront {

    private ParetoFront() {}

    /**
     * One model.
     *
     * @param name its name
     * @param quality higher is better
     * @param cost lower is better, any one currency and unit
     * @param latency lower is better, any one unit
     */
    public record Point(String name, double quality, double cost, double latency) {

        public Point {
            if (Double.isNaN(quality) || Double.isNaN(cost) || Double.isNaN(latency)) {
                throw MetricException.invalid(name, "quality, cost and latency must be numbers");
            }
        }

        /** At least as good in everything, and better in something. */
        public boolean dominates(Point other) {
            boolean asGood = quality >= other.quality && cost <= other.cost && latency <= other.latency;
            boolean better = quality > other.quality || cost < other.cost || latency < other.latency;
            return asGood && better;
        }
    }

    /** The points that none of the others dominates, in the order given; equal points stay together. */
    public static List<Point> of(List<Point> points) {
        return points.stream()
                .filter(point -> points.stream().noneMatch(other -> other.dominates(point)))
                .toList();
    }
}
