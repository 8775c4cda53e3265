package dev.assay.metrics.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import dev.assay.metrics.registry.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Registry entries of what helps to choose among models: utility and the Pareto front (S11). */
public final class ChoiceMetrics {

    private static final int MOST_POINTS = 5_000;

    private ChoiceMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                MetricSpec.of(
                                DecisionMetrics.FAMILY,
                                "utility",
                                "Weighted sum of metrics, cost and latency; of numbers, or of lists item by item")
                        .needs("values")
                        .required(
                                "weights",
                                "object",
                                "utility of one unit more of each metric; negative where less is better")
                        .range(Range.REAL)
                        .source("sum of weight times value; a warning from " + Utility.MANY + " metrics on")
                        .by(ChoiceMetrics::utility),
                MetricSpec.of(
                                DecisionMetrics.FAMILY,
                                "pareto_front",
                                "Models that no other beats in quality, cost and latency")
                        .needs("points")
                        .neutral()
                        .range(Range.REAL)
                        .source("a point: name, quality (higher is better), cost and latency (lower is better)")
                        .by((inputs, params) -> front(inputs)));
    }

    private static JsonNode utility(Fields inputs, Fields params) {
        Fields weights = params.object("weights");
        List<Utility.Term> terms = new ArrayList<>();
        for (Iterator<String> names = weights.raw().fieldNames(); names.hasNext(); ) {
            String name = names.next();
            terms.add(new Utility.Term(name, weights.number(name)));
        }
        Utility utility = new Utility(terms);
        Fields values = inputs.object("values");
        Output output = new Output();
        boolean lists = values.json(terms.getFirst().metric()).isArray();
        if (lists) {
            Map<String, double[]> columns = new HashMap<>();
            terms.forEach(term -> columns.put(term.metric(), finite(values, term.metric())));
            output.put("utilities", utility.ofItems(columns));
        } else {
            Map<String, Double> numbers = new HashMap<>();
            terms.forEach(term -> numbers.put(term.metric(), values.number(term.metric())));
            output.put("utility", utility.of(numbers));
        }
        if (!utility.warnings().isEmpty()) {
            output.put("warnings", texts(utility.warnings()));
        }
        return output.json();
    }

    private static double[] finite(Fields values, String name) {
        double[] column = values.numbers(name);
        for (int i = 0; i < column.length; i++) {
            if (!Double.isFinite(column[i])) {
                throw MetricException.invalid(values.path(name + "[" + i + "]"), "expected a finite number");
            }
        }
        return column;
    }

    private static JsonNode front(Fields inputs) {
        JsonNode points = inputs.array("points");
        if (points.size() > MOST_POINTS) {
            throw MetricException.invalid(
                    inputs.path("points"), "expected at most " + MOST_POINTS + ", found " + points.size());
        }
        List<ParetoFront.Point> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode point : points) {
            Fields fields = Fields.of(inputs.path("points[" + all.size() + "]"), point);
            if (!names.add(fields.text("name"))) {
                throw MetricException.invalid(fields.path("name"), "occurs twice");
            }
            all.add(new ParetoFront.Point(
                    fields.text("name"), fields.number("quality"), fields.number("cost"), fields.number("latency")));
        }
        List<ParetoFront.Point> best = ParetoFront.of(all);
        return new Output()
                .put("front", texts(best.stream().map(ParetoFront.Point::name).toList()))
                .put(
                        "dominated",
                        texts(all.stream()
                                .filter(point -> !best.contains(point))
                                .map(ParetoFront.Point::name)
                                .toList()))
                .json();
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }
}
