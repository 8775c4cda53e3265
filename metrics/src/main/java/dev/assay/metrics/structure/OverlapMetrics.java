package dev.assay.metrics.structure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor;
import dev.assay.metrics.registry.MetricDescriptor.Direction;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricFunction;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.Output;
import java.util.ArrayList;
import java.util.List;

/** Overlap of boxes and spans in the registry (S2). */
public final class OverlapMetrics {

    private OverlapMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                entry(
                        "box_iou",
                        "IoU and generalised IoU of two boxes [x1, y1, x2, y2]",
                        List.of("a", "b"),
                        "Rezatofighi et al. 2019; continuous coordinates",
                        (inputs, params) -> boxes(inputs)),
                entry(
                        "span_iou",
                        "IoU of two spans [start, end), end exclusive",
                        List.of("a", "b"),
                        "intersection over union",
                        (inputs, params) -> spans(inputs)),
                entry(
                        "box_iou_matrix",
                        "IoU of all pairs of boxes, and the one-to-one matching with the largest total",
                        List.of("pred", "true"),
                        "Hungarian method",
                        (inputs, params) -> matrix(inputs)));
    }

    private static MetricRegistry.Entry entry(
            String name, String description, List<String> needs, String source, MetricFunction function) {
        return new MetricRegistry.Entry(
                new MetricDescriptor(
                        name,
                        1,
                        description,
                        "structure",
                        needs,
                        List.of(),
                        Direction.HIGHER_IS_BETTER,
                        new Range(-1, 1),
                        source),
                function);
    }

    private static JsonNode boxes(Fields inputs) {
        Box a = box(inputs.path("a"), inputs.numbers("a"));
        Box b = box(inputs.path("b"), inputs.numbers("b"));
        return new Output()
                .put("intersection", a.intersection(b))
                .put("union", a.union(b))
                .orUndefined("iou", () -> a.iou(b))
                .orUndefined("giou", () -> a.generalisedIou(b))
                .json();
    }

    private static JsonNode spans(Fields inputs) {
        Span a = span(inputs, "a");
        Span b = span(inputs, "b");
        return new Output()
                .orUndefined("iou", () -> a.iou(b))
                .put("intersection", a.intersection(b))
                .json();
    }

    private static JsonNode matrix(Fields inputs) {
        BoxMatching matching = BoxMatching.of(boxes(inputs, "pred"), boxes(inputs, "true"));
        return new Output()
                .put("iou_matrix", matching.ious())
                .put("best_total_iou", matching.totalIou())
                .put("matched_at_0.5", matching.matchedAt(0.5))
                .json();
    }

    private static List<Box> boxes(Fields inputs, String name) {
        List<Box> result = new ArrayList<>();
        for (double[] row : inputs.matrix(name)) {
            result.add(box(inputs.path(name) + "[" + result.size() + "]", row));
        }
        return result;
    }

    private static Box box(String path, double[] edges) {
        if (edges.length != 4) {
            throw MetricException.invalid(path, "expected [x1, y1, x2, y2]");
        }
        if (!(edges[0] <= edges[2] && edges[1] <= edges[3])) {
            throw MetricException.invalid(path, "needs x1 <= x2 and y1 <= y2");
        }
        return new Box(edges[0], edges[1], edges[2], edges[3]);
    }

    private static Span span(Fields inputs, String name) {
        JsonNode ends = inputs.array(name);
        if (ends.size() != 2) {
            throw MetricException.invalid(inputs.path(name), "expected [start, end]");
        }
        long start = Fields.integer(inputs.path(name) + "[0]", ends.get(0));
        long end = Fields.integer(inputs.path(name) + "[1]", ends.get(1));
        if (start > end) {
            throw MetricException.invalid(inputs.path(name), "must not end before its start");
        }
        return new Span(start, end);
    }
}
