package dev.assay.metrics.structure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.MetricException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One call that is right, with the accepted values of each argument.
 *
 * @param name of the tool
 * @param accepted argument name to a JSON array of accepted values; {@code ""} among them says that the argument may be left out
 */
public record ExpectedCall(String name, Map<String, JsonNode> accepted) {

    public ExpectedCall {
        accepted = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(accepted));
    }

    /**
     * Reads the form of the Berkeley Function Calling Leaderboard, {@code {"tool": {"argument": [accepted values…]}}}.
     *
     * @param path names the value in an error
     */
    public static ExpectedCall parse(String path, JsonNode json) {
        if (!json.isObject() || json.size() != 1) {
            throw MetricException.invalid(path, "expected an object with one tool");
        }
        String name = json.fieldNames().next();
        JsonNode arguments = json.get(name);
        if (!arguments.isObject()) {
            throw MetricException.invalid(path + "." + name, "expected an object of arguments");
        }
        Map<String, JsonNode> accepted = new LinkedHashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> it = arguments.fields(); it.hasNext(); ) {
            Map.Entry<String, JsonNode> argument = it.next();
            if (!argument.getValue().isArray()) {
                throw MetricException.invalid(
                        path + "." + name + "." + argument.getKey(), "expected an array of accepted values");
            }
            accepted.put(argument.getKey(), argument.getValue());
        }
        return new ExpectedCall(name, accepted);
    }

    boolean mayOmit(String argument) {
        JsonNode values = accepted.get(argument);
        if (values == null) {
            return true;
        }
        for (JsonNode value : values) {
            if (ToolValues.isOmission(value)) {
                return true;
            }
        }
        return false;
    }
}
