package dev.assay.metrics.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.assay.metrics.MetricException;
import java.util.function.DoubleSupplier;

/**
 * Builds a JSON result. Infinite and undefined numbers become the strings {@code "Infinity"}, {@code "-Infinity"} and
 * {@code "NaN"}, since JSON has no numbers for them.
 */
public final class Output {

    private final ObjectNode node = JsonNodeFactory.instance.objectNode();

    public JsonNode json() {
        return node;
    }

    public Output put(String name, double value) {
        node.set(name, number(value));
        return this;
    }

    public Output put(String name, long value) {
        node.set(name, LongNode.valueOf(value));
        return this;
    }

    public Output put(String name, boolean value) {
        node.put(name, value);
        return this;
    }

    public Output put(String name, String value) {
        node.put(name, value);
        return this;
    }

    public Output put(String name, JsonNode value) {
        node.set(name, value);
        return this;
    }

    public Output put(String name, double[] values) {
        node.set(name, numbers(values));
        return this;
    }

    public Output put(String name, double[][] rows) {
        ArrayNode array = node.putArray(name);
        for (double[] row : rows) {
            array.add(numbers(row));
        }
        return this;
    }

    /** Puts what {@code value} computes, or {@code "NaN"} when it says that it is undefined. */
    public Output orUndefined(String name, DoubleSupplier value) {
        double result;
        try {
            result = value.getAsDouble();
        } catch (MetricException e) {
            if (e.kind() != MetricException.Kind.UNDEFINED) {
                throw e;
            }
            result = Double.NaN;
        }
        return put(name, result);
    }

    /**
     * Puts what {@code value} computes, or, when it is undefined, the value that the reference implementation reports, and then
     * lists the name under {@code undefined}, so that nobody takes the convention for a measurement.
     */
    public Output orConvention(String name, DoubleSupplier value, double convention) {
        double result;
        try {
            result = value.getAsDouble();
        } catch (MetricException e) {
            if (e.kind() != MetricException.Kind.UNDEFINED) {
                throw e;
            }
            result = convention;
            markUndefined(name);
        }
        return put(name, result);
    }

    /** Lists {@code name} under {@code undefined}. */
    public Output markUndefined(String name) {
        node.withArray("undefined").add(name);
        return this;
    }

    /** One number, which may be infinite or undefined. */
    public static JsonNode number(double value) {
        if (Double.isFinite(value)) {
            return DoubleNode.valueOf(value);
        }
        return TextNode.valueOf(Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    public static ArrayNode numbers(double[] values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(values.length);
        for (double value : values) {
            array.add(number(value));
        }
        return array;
    }
}
