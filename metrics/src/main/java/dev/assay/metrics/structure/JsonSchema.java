package dev.assay.metrics.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.resource.SchemaLoader;
import dev.assay.metrics.MetricException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A compiled JSON Schema, draft 2020-12 unless {@code $schema} names another draft that the library knows (4, 6, 7, 2019-09).
 * Immutable and thread-safe: compile once, validate often.
 *
 * <ul>
 *   <li>A reference resolves within the schema itself or to a published meta-schema, which travels with the library; nothing is ever
 *       fetched from the network, a file or the class path. Any other reference is an error of the schema.
 *   <li>{@code pattern} and {@code patternProperties} are matched in linear time, see {@code EcmaPattern}: lookaround and back
 *       references are refused when the schema is compiled.
 *   <li>{@code multipleOf} and all comparisons use exact decimals, so 0.07 is a multiple of 0.01; 1.0 is an integer.
 *   <li>{@code format} is an annotation, unless its assertion is asked for.
 * </ul>
 */
public final class JsonSchema {

    private static final Map<SpecificationVersion, Schema> META_SCHEMAS = new ConcurrentHashMap<>();

    private final Schema schema;

    private JsonSchema(Schema schema) {
        this.schema = schema;
    }

    /**
     * One way in which an instance breaks the schema.
     *
     * @param instancePath JSON Pointer to the offending value; empty for the whole
     * @param schemaPath JSON Pointer through the schema as evaluated, to the keyword
     * @param keyword the keyword that failed, for example {@code required}
     * @param message one line for people, in English
     */
    public record Violation(String instancePath, String schemaPath, String keyword, String message) {

        @Override
        public String toString() {
            return (instancePath.isEmpty() ? "(root)" : instancePath) + ": " + message;
        }
    }

    /** Compiles {@code schema} with {@code format} as an annotation. */
    public static JsonSchema compile(JsonNode schema) {
        return compile(schema, false);
    }

    /**
     * Compiles a schema.
     *
     * @param formatAssertion whether a value that does not have the named {@code format} is invalid
     * @throws MetricException when the schema breaks its own meta-schema, refers to something that is not in it, or has a pattern
     *     that cannot be matched in linear time
     */
    public static JsonSchema compile(JsonNode schema, boolean formatAssertion) {
        Optional<String> excess = JsonLimits.excess(schema);
        if (excess.isPresent()) {
            throw MetricException.invalid("schema", excess.get());
        }
        String draft = schema.path("$schema").asText(SpecificationVersion.DRAFT_2020_12.getDialectId());
        SpecificationVersion version = SpecificationVersion.fromDialectId(draft)
                .orElseThrow(() -> MetricException.invalid("schema", "unknown draft " + draft));
        List<Error> errors = metaSchema(version).validate(schema);
        if (!errors.isEmpty()) {
            throw MetricException.invalid("schema", violation(errors.getFirst()).toString());
        }
        try {
            Schema compiled = registry(formatAssertion).getSchema(schema);
            compiled.initializeValidators();
            return new JsonSchema(compiled);
        } catch (SchemaException e) {
            throw MetricException.invalid("schema", String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            throw MetricException.invalid("schema", "its references never come to an end");
        }
    }

    /**
     * All violations, in the order of the schema's keywords; empty when {@code instance} is valid.
     *
     * @throws MetricException when the instance is nested too deeply, see {@link JsonText}, or the schema's references recurse
     *     without consuming the instance
     */
    public List<Violation> validate(JsonNode instance) {
        return evaluate(instance, false).stream().map(JsonSchema::violation).toList();
    }

    /** Whether {@code instance} is valid; stops at the first violation. Throws as {@link #validate} does. */
    public boolean isValid(JsonNode instance) {
        return evaluate(instance, true).isEmpty();
    }

    private List<Error> evaluate(JsonNode instance, boolean failFast) {
        Optional<String> excess = JsonLimits.excess(instance);
        if (excess.isPresent()) {
            throw MetricException.invalid("instance", excess.get());
        }
        try {
            return schema.validate(instance, context -> context.executionConfig(config -> config.failFast(failFast)));
        } catch (SchemaException e) {
            throw MetricException.invalid("schema", String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            throw MetricException.invalid("schema", "its references never come to an end for this instance");
        }
    }

    private static Violation violation(Error error) {
        return new Violation(
                error.getInstanceLocation().toString(),
                error.getEvaluationPath().toString(),
                error.getKeyword(),
                error.getMessage());
    }

    private static Schema metaSchema(SpecificationVersion version) {
        return META_SCHEMAS.computeIfAbsent(
                version, draft -> registry(false).getSchema(SchemaLocation.of(draft.getDialectId())));
    }

    /** A registry of its own for each schema, so that equal {@code $id}s of different schemas never meet. */
    private static SchemaRegistry registry(boolean formatAssertion) {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .regularExpressionFactory(EcmaPattern::compile)
                .formatAssertionsEnabled(formatAssertion)
                .losslessNarrowing(true)
                .locale(Locale.ROOT)
                .preloadSchema(false)
                .build();
        Dialect dialect = Dialects.getDraft202012();
        return SchemaRegistry.withDefaultDialect(
                dialect,
                builder -> builder.schemaRegistryConfig(config)
                        .schemaLoader(SchemaLoader.builder()
                                .allow(iri -> iri.toString().startsWith("http://json-schema.org/")
                                        || iri.toString().startsWith("https://json-schema.org/"))
                                .build()));
    }
}
