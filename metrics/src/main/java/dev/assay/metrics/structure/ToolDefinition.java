package dev.assay.metrics.structure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.MetricException;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tool that the model may call.
 *
 * @param name of the tool
 * @param parameters types of its parameters by name
 * @param required parameters that every call must give
 */
public record ToolDefinition(String name, Map<String, Parameter> parameters, Set<String> required) {

    public ToolDefinition {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        required = Collections.unmodifiableSet(new LinkedHashSet<>(required));
    }

    /**
     * The type of a parameter.
     *
     * @param type of the value
     * @param elements type of the elements, where {@code type} is a list and the definition names it
     * @param typeName {@code type} as the definition names it
     * @param elementName {@code elements} as the definition names it
     */
    public record Parameter(
            ToolType type, Optional<ToolType> elements, String typeName, Optional<String> elementName) {}

    /**
     * Reads a definition as model APIs take it, {@code {"name", "parameters": {"properties", "required"}}}, also inside
     * {@code {"type": "function", "function": …}}. Types are named as in JSON Schema or as the Berkeley leaderboard does
     * ({@code dict}, {@code float}, {@code tuple}, {@code any}).
     *
     * @param path names the value in an error
     */
    public static ToolDefinition parse(String path, JsonNode json) {
        JsonNode function = json.path("function").isObject() ? json.get("function") : json;
        if (!function.path("name").isTextual()) {
            throw MetricException.invalid(path + ".name", "expected a string");
        }
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        JsonNode properties = function.path("parameters").path("properties");
        for (Iterator<Map.Entry<String, JsonNode>> it = properties.fields(); it.hasNext(); ) {
            Map.Entry<String, JsonNode> property = it.next();
            String where = path + ".parameters.properties." + property.getKey() + ".type";
            ToolType type = ToolType.named(where, property.getValue().path("type"));
            JsonNode items = property.getValue().path("items").path("type");
            Optional<String> elements =
                    type == ToolType.LIST && items.isTextual() ? Optional.of(items.textValue()) : Optional.empty();
            parameters.put(
                    property.getKey(),
                    new Parameter(
                            type,
                            elements.map(name -> ToolType.named(where, items)),
                            property.getValue().path("type").asText(),
                            elements));
        }
        Set<String> required = new LinkedHashSet<>();
        function.path("parameters").path("required").forEach(name -> required.add(name.asText()));
        return new ToolDefinition(function.get("name").textValue(), parameters, required);
    }
}
