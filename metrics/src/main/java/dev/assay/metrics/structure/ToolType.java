package dev.assay.metrics.structure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.MetricException;

/** Types of tool arguments, told apart as the Berkeley leaderboard does: 5 is an integer, 5.0 is not. */
public enum ToolType {
    STRING("a string"),
    INTEGER("an integer"),
    FLOAT("a number with a fraction"),
    BOOLEAN("a boolean"),
    LIST("an array"),
    OBJECT("an object"),
    NULL("null");

    private final String words;

    ToolType(String words) {
        this.words = words;
    }

    /** The type of a value. */
    static ToolType of(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING, BINARY -> STRING;
            case NUMBER -> value.isIntegralNumber() ? INTEGER : FLOAT;
            case BOOLEAN -> BOOLEAN;
            case ARRAY -> LIST;
            case OBJECT, POJO -> OBJECT;
            case NULL, MISSING -> NULL;
        };
    }

    /** The type that a definition names. */
    static ToolType named(String path, JsonNode name) {
        return switch (name.asText()) {
            case "string", "String", "char", "any" -> STRING;
            case "integer", "long", "short", "byte", "Bigint" -> INTEGER;
            case "float", "number", "double" -> FLOAT;
            case "boolean", "Boolean" -> BOOLEAN;
            case "array", "tuple", "Array", "ArrayList", "Set", "Queue", "Stack" -> LIST;
            case "dict", "object", "HashMap", "Hashtable" -> OBJECT;
            default -> throw MetricException.invalid(path, "unknown type " + name);
        };
    }

    @Override
    public String toString() {
        return words;
    }
}
