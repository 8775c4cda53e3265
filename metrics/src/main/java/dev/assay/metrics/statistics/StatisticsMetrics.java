package dev.assay.metrics.statistics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricRegistry;
import java.util.List;
import java.util.Optional;

/** The statistics' families in the registry (S7), and what their adapters share. */
public final class StatisticsMetrics {

    static final String FAMILY = "statistics";

    /** Seed where none is given, so that a metric without parameters gives the same value everywhere. */
    static final long SEED = 2025;

    private StatisticsMetrics() {}

    /** All entries, family by family. */
    public static List<List<MetricRegistry.Entry>> families() {
        return List.of(
                IntervalMetrics.entries(),
                PairMetrics.entries(),
                SampleMetrics.entries(),
                PowerMetrics.entries(),
                EstimateMetrics.entries());
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode pair(double lower, double upper) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        put(array, lower);
        put(array, upper);
        return array;
    }

    static ArrayNode pair(double[] bounds) {
        return pair(bounds[0], bounds[1]);
    }

    static void put(ArrayNode array, double number) {
        if (Double.isFinite(number)) {
            array.add(number);
        } else {
            array.add(Double.toString(number));
        }
    }

    /** A number, or the strings NaN, Infinity and -Infinity. */
    static ObjectNode put(ObjectNode object, String name, double number) {
        return Double.isFinite(number) ? object.put(name, number) : object.put(name, Double.toString(number));
    }

    static ObjectNode result(TestResult test) {
        if (!test.isDefined()) {
            return object().put("undefined", test.undefinedReason());
        }
        return object().put("statistic", test.statistic().orElseThrow())
                .put("p_value", test.pValue().orElseThrow());
    }

    static double level(Fields params) {
        return probability(params, "level", 0.95);
    }

    static double probability(Fields params, String name, double fallback) {
        double value = params.number(name, fallback);
        if (!(value > 0 && value < 1)) {
            throw MetricException.invalid(params.path(name), "expected a number in (0, 1), found " + value);
        }
        return value;
    }

    static int resamples(Fields params, String name, int fallback) {
        long resamples = params.integer(name, fallback);
        if (resamples < 1 || resamples > 10_000_000) {
            throw MetricException.invalid(params.path(name), "expected 1 to 10000000, found " + resamples);
        }
        return (int) resamples;
    }

    static long count(Fields fields, String name) {
        long count = fields.integer(name);
        if (count < 0) {
            throw MetricException.invalid(fields.path(name), "expected a count of at least 0, found " + count);
        }
        return count;
    }

    /** The optional array of cluster ids: numbers or strings. */
    static Optional<Clusters> clusters(Fields inputs, int items) {
        if (!inputs.has("cluster")) {
            return Optional.empty();
        }
        java.util.ArrayList<Optional<String>> labels = new java.util.ArrayList<>();
        inputs.array("cluster").forEach(id -> labels.add(id.isNull() ? Optional.empty() : Optional.of(id.asText())));
        if (labels.size() != items) {
            throw MetricException.invalid(
                    inputs.path("cluster"), "expected " + items + " items, found " + labels.size());
        }
        return Optional.of(Clusters.ofLabels(labels));
    }

    /** Two samples of numbers, {@code a} and {@code b}, the same length if they are pairs. */
    static double[][] samples(Fields inputs, boolean paired) {
        double[][] samples = {
            Moments.requireFinite(inputs.path("a"), inputs.numbers("a")),
            Moments.requireFinite(inputs.path("b"), inputs.numbers("b"))
        };
        if (paired) {
            Moments.requireSameLength(inputs.path("b"), samples[0].length, samples[1].length);
        }
        return samples;
    }

    static double[] differences(Fields inputs) {
        return Moments.requireFinite(inputs.path("differences"), inputs.numbers("differences"));
    }

    /** A 2×2 table of counts as {a, b, c, d}. */
    static long[] table(Fields inputs) {
        double[][] table = inputs.matrix("table");
        if (table.length != 2 || table[0].length != 2 || table[1].length != 2) {
            throw MetricException.invalid(inputs.path("table"), "expected two rows of two counts");
        }
        long[] counts = new long[4];
        for (int i = 0; i < 4; i++) {
            double count = table[i / 2][i % 2];
            if (count < 0 || count != Math.rint(count)) {
                throw MetricException.invalid(
                        inputs.path("table[" + i / 2 + "][" + i % 2 + "]"), "expected a count, found " + count);
            }
            counts[i] = (long) count;
        }
        return counts;
    }
}
