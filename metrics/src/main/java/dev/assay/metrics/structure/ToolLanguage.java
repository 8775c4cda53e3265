package dev.assay.metrics.structure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The language whose types a tool's definition names, and in which its arguments are written. In Python they are JSON values; in Java
 * and JavaScript each argument is a text, the source of a literal such as {@code 10L} or {@code new HashMap<>()}, which is converted to
 * a value first. A literal that is none of its type stays a text, and stands for a variable.
 */
public enum ToolLanguage {
    PYTHON("") {
        @Override
        JsonNode convert(JsonNode source, ToolDefinition.Parameter parameter) {
            return source;
        }
    },
    JAVA("type_error:java") {
        @Override
        JsonNode convert(JsonNode source, ToolDefinition.Parameter parameter) {
            return JavaValues.convert(source.textValue(), parameter.typeName(), parameter.elementName());
        }
    },
    JAVASCRIPT("type_error:js") {
        @Override
        JsonNode convert(JsonNode source, ToolDefinition.Parameter parameter) {
            return JavaScriptValues.convert(source.textValue(), parameter.typeName(), parameter.elementName());
        }
    };

    private final String notText;

    ToolLanguage(String notText) {
        this.notText = notText;
    }

    /** The value that an argument's source stands for. */
    abstract JsonNode convert(JsonNode source, ToolDefinition.Parameter parameter);

    /** The checker's name for an argument that is no text, where arguments must be texts. */
    Optional<String> refusal(JsonNode source) {
        return this == PYTHON || source.isTextual() ? Optional.empty() : Optional.of(notText);
    }

    /** The language of a leaderboard category such as {@code simple_java}; Python where it names none. */
    public static ToolLanguage ofCategory(String category) {
        if (category.contains("javascript")) {
            return JAVASCRIPT;
        }
        return category.contains("java") ? JAVA : PYTHON;
    }
}
