package dev.assay.metrics.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor;
import dev.assay.metrics.registry.MetricDescriptor.Direction;
import dev.assay.metrics.registry.MetricDescriptor.Parameter;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON validity and JSON Schema in the registry (S3). */
public final class JsonMetrics {

    private static final int CACHED_SCHEMAS = 64;

    private static final Map<String, JsonSchema> COMPILED = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JsonSchema> eldest) {
            return size() > CACHED_SCHEMAS;
        }
    };

    private JsonMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                new MetricRegistry.Entry(
                        new MetricDescriptor(
                                "json_valid",
                                1,
                                "Whether a text is one JSON value by RFC 8259, with line, column and reason if not",
                                "structure",
                                List.of("text"),
                                List.of(),
                                Direction.HIGHER_IS_BETTER,
                                Range.UNIT,
                                "RFC 8259; repeated names and nesting above " + JsonText.MAXIMUM_DEPTH
                                        + " are refused"),
                        (inputs, params) -> jsonValid(inputs)),
                new MetricRegistry.Entry(
                        new MetricDescriptor(
                                "json_schema_valid",
                                1,
                                "Whether a value satisfies a JSON Schema, with the failing paths if not",
                                "structure",
                                List.of("schema", "data"),
                                List.of(new Parameter(
                                        "format_assertion",
                                        "boolean",
                                        Optional.of("false"),
                                        "whether the keyword format rejects values")),
                                Direction.HIGHER_IS_BETTER,
                                Range.UNIT,
                                "JSON Schema, draft 2020-12"),
                        JsonMetrics::schemaValid));
    }

    private static JsonNode jsonValid(Fields inputs) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        switch (JsonText.read(inputs.text("text"))) {
            case JsonText.Parsed parsed -> result.put("valid", true);
            case JsonText.Malformed malformed ->
                result.put("valid", false)
                        .put("reason", malformed.reason())
                        .put("line", malformed.line())
                        .put("column", malformed.column());
        }
        return result;
    }

    private static JsonNode schemaValid(Fields inputs, Fields params) {
        JsonSchema schema = compiled(inputs.json("schema"), params.flag("format_assertion", false));
        List<JsonSchema.Violation> violations = schema.validate(inputs.json("data"));
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("valid", violations.isEmpty());
        if (!violations.isEmpty()) {
            result.put("path", violations.getFirst().instancePath())
                    .put("reason", violations.getFirst().toString());
            violations.forEach(violation -> result.withArray("violations")
                    .addObject()
                    .put("path", violation.instancePath())
                    .put("schema_path", violation.schemaPath())
                    .put("keyword", violation.keyword())
                    .put("message", violation.message()));
        }
        return result;
    }

    private static JsonSchema compiled(JsonNode schema, boolean formatAssertion) {
        String key = formatAssertion + schema.toString();
        synchronized (COMPILED) {
            JsonSchema found = COMPILED.get(key);
            if (found != null) {
                return found;
            }
        }
        JsonSchema compiled;
        try {
            compiled = JsonSchema.compile(schema, formatAssertion);
        } catch (MetricException e) {
            throw MetricException.invalid("inputs", String.valueOf(e.getMessage()));
        }
        synchronized (COMPILED) {
            COMPILED.put(key, compiled);
        }
        return compiled;
    }
}
