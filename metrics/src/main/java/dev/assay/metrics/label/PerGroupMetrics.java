package dev.assay.metrics.label;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import dev.assay.metrics.registry.Metrics;
import dev.assay.metrics.registry.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Registry entry of any metric of rows for each group of them (S12). */
public final class PerGroupMetrics {

    private static final long SEED = 2025;
    private static final long MOST_ROWS = 20_000_000;

    /** Share of resamples in which the metric may be undefined, for the interval still to be given. */
    private static final double MOST_UNDEFINED = 0.05;

    private PerGroupMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(MetricSpec.of(
                        "label",
                        "per_group",
                        "Any metric of rows for each group, and the gap between highest and lowest with its interval")
                .needs("data", "group")
                .required("metric", "string", "name of the metric; every list in data as long as group is split")
                .param("params", "object", "{}", "the metric's own settings")
                .param("value", "string", "\"score\"", "which number of the metric's result, such as macro.f1")
                .param("level", "number", "0.95", "confidence level of the gap's interval, in (0, 1)")
                .param("resamples", "integer", "1000", "of the bootstrap, 0 for no interval")
                .param("seed", "integer", Long.toString(SEED), "of the bootstrap")
                .lowerIsBetter()
                .range(Range.REAL)
                .source(
                        "percentile bootstrap of the rows within the two groups that are highest and lowest in the data")
                .by(PerGroupMetrics::perGroup));
    }

    private static JsonNode perGroup(Fields inputs, Fields params) {
        String metric = params.text("metric");
        if (metric.equals("per_group")) {
            throw MetricException.invalid(params.path("metric"), "cannot be per_group itself");
        }
        JsonNode settings = params.has("params") ? params.object("params").raw() : MissingNode.getInstance();
        String path = params.text("value", "score");
        double level = params.number("level", 0.95);
        if (!(level > 0 && level < 1)) {
            throw MetricException.invalid(params.path("level"), "expected a number in (0, 1), found " + level);
        }
        JsonNode data = inputs.object("data").raw();
        List<String> groups = groups(inputs);
        long resamples = params.integer("resamples", 1000);
        if (resamples < 0 || resamples > 100_000 || resamples * groups.size() > MOST_ROWS) {
            throw MetricException.invalid(
                    params.path("resamples"),
                    "expected 0 to 100000, and at most " + MOST_ROWS + " rows in all, found " + resamples);
        }
        ToDoubleFunction<int[]> function =
                rows -> number(params, path, Metrics.all().compute(metric, slice(data, groups.size(), rows), settings));
        SortedMap<String, int[]> rows = PerGroup.rows(groups);
        SortedMap<String, OptionalDouble> values = PerGroup.of(groups, function);
        ObjectNode byGroup = JsonNodeFactory.instance.objectNode();
        values.forEach((group, value) -> byGroup.putObject(group)
                .<ObjectNode>set("value", Output.number(value.orElse(Double.NaN)))
                .put("count", rows.getOrDefault(group, new int[0]).length));
        Output output = new Output().put("by_group", byGroup);
        values.forEach((group, value) -> {
            if (value.isEmpty()) {
                output.markUndefined("by_group." + group);
            }
        });
        Optional<String> highest = extreme(values, 1);
        Optional<String> lowest = extreme(values, -1);
        if (highest.isEmpty() || lowest.isEmpty()) {
            throw MetricException.undefined("the metric is defined in no group");
        }
        output.put("highest", highest.get()).put("lowest", lowest.get()).put("gap", PerGroup.gap(values));
        if (resamples > 0 && !highest.equals(lowest)) {
            double[] interval = interval(
                    function,
                    rows.getOrDefault(highest.get(), new int[0]),
                    rows.getOrDefault(lowest.get(), new int[0]),
                    (int) resamples,
                    params.integer("seed", SEED),
                    level);
            output.put("gap_interval", interval);
        }
        return output.json();
    }

    private static List<String> groups(Fields inputs) {
        List<String> groups = new ArrayList<>();
        for (JsonNode group : inputs.array("group")) {
            if (!group.isValueNode() || group.isNull()) {
                throw MetricException.invalid(
                        inputs.path("group[" + groups.size() + "]"), "expected a string, a number or a boolean");
            }
            groups.add(group.asText());
        }
        if (groups.isEmpty()) {
            throw MetricException.undefined("there is no row");
        }
        return groups;
    }

    /** The data of some rows: every list with one element for each row is cut to them, the rest stays. */
    private static ObjectNode slice(JsonNode data, int all, int[] rows) {
        ObjectNode slice = JsonNodeFactory.instance.objectNode();
        for (Iterator<Map.Entry<String, JsonNode>> fields = data.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode value = field.getValue();
            if (value.isArray() && value.size() == all) {
                ArrayNode part = slice.putArray(field.getKey());
                for (int row : rows) {
                    part.add(value.get(row));
                }
            } else {
                slice.set(field.getKey(), value);
            }
        }
        return slice;
    }

    private static double number(Fields params, String path, JsonNode result) {
        JsonNode value = result.at("/" + path.replace("/", "~1").replace('.', '/'));
        if (value.isTextual() && value.textValue().equals("NaN")) {
            throw MetricException.undefined(path + " is undefined");
        }
        if (!value.isNumber()) {
            throw MetricException.invalid(
                    params.path("value"), "\"" + path + "\" is no number of the result " + shortened(result));
        }
        return value.doubleValue();
    }

    private static String shortened(JsonNode result) {
        String text = result.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    private static Optional<String> extreme(SortedMap<String, OptionalDouble> values, int sign) {
        Optional<String> best = Optional.empty();
        double bestValue = Double.NEGATIVE_INFINITY;
        for (Map.Entry<String, OptionalDouble> entry : values.entrySet()) {
            double value = sign * entry.getValue().orElse(Double.NaN);
            if (value > bestValue) {
                bestValue = value;
                best = Optional.of(entry.getKey());
            }
        }
        return best;
    }

    /** Percentiles of the difference of the two groups; NaN where the metric is undefined in too many resamples. */
    private static double[] interval(
            ToDoubleFunction<int[]> function, int[] high, int[] low, int resamples, long seed, double level) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] gaps = new double[resamples];
        int defined = 0;
        for (int r = 0; r < resamples; r++) {
            int[] first = drawn(high, random);
            int[] second = drawn(low, random);
            try {
                gaps[defined] = function.applyAsDouble(first) - function.applyAsDouble(second);
                defined++;
            } catch (MetricException e) {
                if (e.kind() != MetricException.Kind.UNDEFINED) {
                    throw e;
                }
            }
        }
        if (defined < (1 - MOST_UNDEFINED) * resamples) {
            return new double[] {Double.NaN, Double.NaN};
        }
        double[] sorted = Arrays.copyOf(gaps, defined);
        Arrays.sort(sorted);
        double tail = (1 - level) / 2;
        return new double[] {quantile(sorted, tail), quantile(sorted, 1 - tail)};
    }

    private static int[] drawn(int[] rows, SplittableRandom random) {
        int[] drawn = new int[rows.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = rows[random.nextInt(rows.length)];
        }
        return drawn;
    }

    private static double quantile(double[] sorted, double probability) {
        double position = probability * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
