package dev.assay.metrics.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assay.metrics.MetricException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Typed reading of a JSON object with errors that name the field ({@code inputs.y_true[3]: expected a number, found string}).
 * Numbers may be given as the strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}.
 */
public final class Fields {

    private final String path;
    private final JsonNode node;

    private Fields(String path, JsonNode node) {
        this.path = path;
        this.node = node;
    }

    /** Wraps {@code node}; an absent or null node is the empty object. */
    public static Fields of(String path, JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return new Fields(path, JsonNodeFactory.instance.objectNode());
        }
        if (!node.isObject()) {
            throw MetricException.invalid(path, "expected an object, found " + kind(node));
        }
        return new Fields(path, node);
    }

    public boolean has(String name) {
        JsonNode value = node.get(name);
        return value != null && !value.isNull();
    }

    /** The raw value of a required field, which may be JSON null. */
    public JsonNode json(String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw MetricException.invalid(path + "." + name, "required");
        }
        return value;
    }

    /** The underlying object. */
    public JsonNode raw() {
        return node;
    }

    public String path(String name) {
        return path + "." + name;
    }

    public Fields object(String name) {
        return of(path + "." + name, json(name));
    }

    public String text(String name) {
        return text(path + "." + name, json(name));
    }

    public String text(String name, String fallback) {
        return has(name) ? text(name) : fallback;
    }

    public boolean flag(String name, boolean fallback) {
        if (!has(name)) {
            return fallback;
        }
        JsonNode value = json(name);
        if (!value.isBoolean()) {
            throw MetricException.invalid(path + "." + name, "expected true or false, found " + kind(value));
        }
        return value.booleanValue();
    }

    public double number(String name) {
        return number(path + "." + name, json(name));
    }

    public double number(String name, double fallback) {
        return has(name) ? number(name) : fallback;
    }

    /** A whole number; {@code 3.0} is accepted, {@code 3.5} is not. */
    public long integer(String name) {
        return integer(path + "." + name, json(name));
    }

    public long integer(String name, long fallback) {
        return has(name) ? integer(name) : fallback;
    }

    public List<String> texts(String name) {
        List<String> result = new ArrayList<>();
        int i = 0;
        for (JsonNode element : array(name)) {
            result.add(text(path + "." + name + "[" + i++ + "]", element));
        }
        return result;
    }

    public double[] numbers(String name) {
        JsonNode array = array(name);
        double[] result = new double[array.size()];
        int i = 0;
        for (Iterator<JsonNode> it = array.elements(); it.hasNext(); i++) {
            result[i] = number(path + "." + name + "[" + i + "]", it.next());
        }
        return result;
    }

    /** A rectangular or ragged matrix: rows of numbers. */
    public double[][] matrix(String name) {
        JsonNode rows = array(name);
        double[][] result = new double[rows.size()][];
        for (int r = 0; r < result.length; r++) {
            JsonNode row = rows.get(r);
            String rowPath = path + "." + name + "[" + r + "]";
            if (!row.isArray()) {
                throw MetricException.invalid(rowPath, "expected an array, found " + kind(row));
            }
            result[r] = new double[row.size()];
            for (int c = 0; c < result[r].length; c++) {
                result[r][c] = number(rowPath + "[" + c + "]", row.get(c));
            }
        }
        return result;
    }

    /** A required array. */
    public JsonNode array(String name) {
        JsonNode value = json(name);
        if (!value.isArray()) {
            throw MetricException.invalid(path + "." + name, "expected an array, found " + kind(value));
        }
        return value;
    }

    /**
     * Requires arrays of one length.
     *
     * @throws MetricException naming the first two that differ, with their lengths
     */
    public void sameLength(String first, String... others) {
        int expected = array(first).size();
        for (String other : others) {
            int found = array(other).size();
            if (found != expected) {
                throw MetricException.invalid(
                        path(first) + " and " + path(other), "have different lengths, " + expected + " and " + found);
            }
        }
    }

    /** Reads one number; used for elements as well. */
    public static double number(String path, JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        if (value.isTextual()) {
            switch (value.textValue()) {
                case "NaN":
                    return Double.NaN;
                case "Infinity":
                    return Double.POSITIVE_INFINITY;
                case "-Infinity":
                    return Double.NEGATIVE_INFINITY;
                default:
                    break;
            }
        }
        throw MetricException.invalid(path, "expected a number, found " + kind(value));
    }

    public static long integer(String path, JsonNode value) {
        double number = number(path, value);
        if (number != Math.rint(number) || Math.abs(number) > 9.007199254740992E15) {
            throw MetricException.invalid(path, "expected a whole number, found " + value);
        }
        return (long) number;
    }

    public static String text(String path, JsonNode value) {
        if (!value.isTextual()) {
            throw MetricException.invalid(path, "expected a string, found " + kind(value));
        }
        return value.textValue();
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array";
            case BOOLEAN -> "a boolean";
            case NUMBER -> "a number";
            case OBJECT, POJO -> "an object";
            case STRING -> "a string";
            case BINARY -> "binary data";
            case NULL -> "null";
            case MISSING -> "nothing";
        };
    }
}
