package dev.assay.suite;

import static dev.assay.suite.Suites.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.assay.suite.yaml.JsonTrees;
import dev.assay.suite.yaml.YamlException;
import dev.assay.suite.yaml.YamlTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The published JSON Schema and the parser agree on what a suite is (issue: editor completion). */
class SchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA_TEXT = Suites.resource("suite.schema.json");
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SCHEMA_TEXT, InputFormat.JSON);

    @Test
    void bothAcceptWhatIsRight() throws Exception {
        for (String yaml : List.of(SMALL, Suites.full())) {
            assertThat(schemaErrors(yaml)).isEmpty();
            Suite suite = Suites.valid(yaml);
            assertThat(schemaErrors(suite.definition().toString())).isEmpty();
        }
    }

    @Test
    void bothRefuseWhatIsWrong() throws Exception {
        List<String> wrong = List.of(
                SMALL.replace("assay: 1", "assay: 2"),
                SMALL.replace("assay: 1", "assay: \"1\""),
                SMALL.replace("  file: Questions (v2).jsonl\n", ""),
                SMALL.replace("  mapping: { input: q, expected: a }\n", ""),
                SMALL.replace("input: q", "variables: {}, input: q"),
                SMALL.replace("input: q, ", ""),
                SMALL.replace("expected: a", "expected_type: text"),
                SMALL.replace("expected: a", "expected: [a]"),
                SMALL.replace("{ provider: recorded }", "{ provider: oracle }"),
                SMALL.replace("{ provider: recorded }", "{ provider: openai_chat, model: m }"),
                SMALL.replace("{ provider: recorded }", "{ provider: recorded, endpoint: 'http://h' }"),
                SMALL.replace(
                        "{ provider: recorded }",
                        "{ provider: openai_chat, model: m, endpoint: 'http://h', credential: secret }"),
                SMALL.replace(
                        "{ provider: recorded }",
                        "{ provider: openai_chat, model: m, endpoint: 'http://h', recorded_as: x }"),
                SMALL.replace(
                        "{ provider: recorded }",
                        "{ provider: openai_chat, model: m, endpoint: 'http://h', calls: { total_timeout: soon } }"),
                SMALL.replace("{ provider: recorded }", "{ provider: recorded, prices: { currency: USD } }"),
                SMALL.replace("{ provider: recorded }", "{ provider: http_template, endpoint: 'http://h' }"),
                SMALL.replace(
                        "{ provider: recorded }",
                        "{ provider: http_template, endpoint: 'http://h', template: { body: [1], answer: /a } }"),
                SMALL.replace(
                        "{ provider: recorded }",
                        "{ provider: http_template, endpoint: 'http://h', template: { body: { a: b }, answer: a } }"),
                SMALL.replace(
                        "{ provider: recorded }",
                        "{ provider: http_template, endpoint: 'http://h', template: { body: { a: b }, answer: /a, stream: { delta: /d } } }"),
                SMALL.replace(
                        "{ provider: recorded }",
                        "{ provider: http_template, endpoint: 'http://h', template: { body: { a: b }, answer: /a, stream: { done: x } } }"),
                SMALL.replace(
                        "{ provider: recorded }",
                        "{ provider: openai_chat, model: m, endpoint: 'http://h', max_tokens_field: limit }"),
                SMALL.replace(
                        "{ provider: recorded }",
                        "{ provider: gemini, model: m, endpoint: 'http://h', max_tokens_field: max_tokens }"),
                SMALL.replace("{ provider: recorded }", "{ provider: recorded, max_tokens_field: max_tokens }"),
                SMALL.replace("{ provider: recorded }", "{ provider: grpc_target, endpoint: 'http://h:1' }"),
                SMALL.replace("{ provider: recorded }", "{ provider: openai_chat, model: m, endpoint: 'grpc://h:1' }"),
                SMALL.replace("  new:", "  New Model:").replace("candidate: new", "candidate: New Model"),
                SMALL.replace("{ type: exact_match }", "{ type: exact }"),
                SMALL.replace("{ type: exact_match }", "{ type: exact_match, pattern: x }"),
                SMALL.replace("{ type: exact_match }", "{ type: regex }"),
                SMALL.replace("{ type: exact_match }", "{ type: numeric, tolerance: -1 }"),
                SMALL.replace("{ type: exact_match }", "{ type: json_valid, schema: [] }"),
                SMALL.replace("{ type: exact_match }", "{ type: embedding_similarity, at_least: 2 }"),
                SMALL.replace("{ type: exact_match }", "{ type: embedding_similarity, model: other }"),
                SMALL.replace("at_least: 0.5", "min_coverage: 0.5"),
                SMALL.replace("at_least: 0.5", "at_least: 0.5, at_most: 1"),
                SMALL.replace("at_least: 0.5", "at_least: 0.5, by: category"),
                SMALL.replace("at_least: 0.5", "improves_by: five"),
                SMALL.replace("at_least: 0.5", "improves_by: -1"),
                SMALL.replace("at_least: 0.5", "ratio_to_baseline_at_most: 0"),
                SMALL.replace("  - { name: good, metric: accuracy, at_least: 0.5 }", "  []"),
                SMALL.replace("name: good, ", ""),
                SMALL + "samples: 0\n",
                SMALL + "samples: 1.5\n",
                SMALL + "slices: { a: {} }\n",
                SMALL + "slices: { a: { tags: [] } }\n",
                SMALL + "generation: { top_p: 0 }\n",
                SMALL + "generation: { stop: [a, a] }\n",
                SMALL + "generation: { tools: { name: a } }\n",
                SMALL + "generation: { tools: [ { description: a } ] }\n",
                SMALL + "generation: { tools: [ { name: a b } ] }\n",
                SMALL + "generation: { tools: [ { name: a, parameters: [] } ] }\n",
                SMALL + "generation: { response_schema: {} }\n",
                SMALL + "generation: { response_schema: true }\n",
                SMALL + "generation: { logprobs: 5 }\n",
                SMALL + "generation: { stream: \"yes\" }\n",
                SMALL + "confidence: 1\n",
                SMALL + "others: old\n",
                SMALL + "seed: -1\n",
                SMALL + "title:\n");
        for (String yaml : wrong) {
            assertThat(yaml).isNotEqualTo(SMALL);
            assertThat(SuiteParser.parse(yaml).errors())
                    .as("parser on\n" + yaml)
                    .isNotEmpty();
            assertThat(schemaErrors(yaml)).as("schema on\n" + yaml).isNotEmpty();
        }
    }

    @Test
    void everyFieldOfTheSchemaIsKnownToTheParser() throws Exception {
        // The definition of a suite that uses every field away from its default carries each of them.
        JsonNode schema = JSON.readTree(SCHEMA_TEXT);
        List<String> missing = new ArrayList<>();
        JsonNode written = json(Suites.full());
        collectMissing(schema, written, "", missing);
        assertThat(missing).isEmpty();
        assertThat(Suites.errors(Suites.full())).isEmpty();
    }

    @Test
    void bothRefuseAnUnknownFieldWhereverItStands() throws Exception {
        JsonNode full = json(Suites.full());
        List<ObjectNode> objects = new ArrayList<>();
        collectFixedObjects(JSON.readTree(SCHEMA_TEXT), full, objects);
        assertThat(objects).hasSizeGreaterThan(25);
        for (ObjectNode object : objects) {
            object.put("zzz", 1);
            assertThat(SuiteParser.parse(full.toString()).errors())
                    .as(object.toString())
                    .anyMatch(problem -> problem.message().contains("unknown field \"zzz\""));
            assertThat(schemaErrors(full.toString())).as(object.toString()).isNotEmpty();
            object.remove("zzz");
        }
        assertThat(schemaErrors(full.toString())).isEmpty();
    }

    @Test
    void everyFieldOfTheSchemaHasADescription() throws IOException {
        List<String> bare = new ArrayList<>();
        collectBare(JSON.readTree(SCHEMA_TEXT), "", bare);
        assertThat(bare).isEmpty();
    }

    @Test
    void theDocumentationHasTheSameSchema() throws IOException {
        assertThat(Files.readString(Path.of("../docs/suite.schema.json"))).isEqualTo(SCHEMA_TEXT);
    }

    private static List<com.networknt.schema.Error> schemaErrors(String yaml) throws YamlException {
        return SCHEMA.validate(json(yaml));
    }

    private static JsonNode json(String yaml) throws YamlException {
        return JsonTrees.toJson(YamlTexts.read(yaml).orElseThrow());
    }

    /** Fields of fixed objects that no object at that place has; {@code version} excludes {@code file}, so the full suite cannot have it. */
    private static void collectMissing(JsonNode schema, JsonNode value, String path, List<String> missing) {
        for (var property : schema.path("properties").properties()) {
            String below = path + "/" + property.getKey();
            List<JsonNode> found = new ArrayList<>();
            for (JsonNode item : value.isArray() ? value : List.of(value)) {
                if (item.has(property.getKey())) {
                    found.add(item.get(property.getKey()));
                }
            }
            if (found.isEmpty() && !below.equals("/data/version") && !below.equals("/data/mapping/variables")) {
                missing.add(below);
            }
            if (found.size() == 1) {
                collectMissing(property.getValue(), found.getFirst(), below, missing);
            } else if (!found.isEmpty()) {
                collectMissing(property.getValue(), JSON.createArrayNode().addAll(found), below, missing);
            }
        }
        if (schema.path("additionalProperties").isObject() && !value.isEmpty()) {
            JsonNode all = JSON.createArrayNode().addAll(values(value));
            collectMissing(schema.get("additionalProperties"), all, path + "/*", missing);
        }
        if (schema.path("items").isObject()) {
            collectMissing(schema.get("items"), value, path + "[]", missing);
        }
    }

    private static List<JsonNode> values(JsonNode object) {
        List<JsonNode> values = new ArrayList<>();
        object.elements().forEachRemaining(values::add);
        return values;
    }

    /** Objects whose fields the schema fixes. */
    private static void collectFixedObjects(JsonNode schema, JsonNode value, List<ObjectNode> objects) {
        if (value instanceof ObjectNode object) {
            JsonNode type = schema;
            for (JsonNode option : schema.path("oneOf")) {
                if (object.has("type")
                        && option.path("properties").path("type").path("const").equals(object.get("type"))) {
                    type = option;
                }
            }
            if (type.path("additionalProperties").isBoolean()) {
                objects.add(object);
            }
            for (var field : object.properties()) {
                JsonNode below = type.path("properties").path(field.getKey());
                collectFixedObjects(
                        below.isMissingNode() ? type.path("additionalProperties") : below, field.getValue(), objects);
            }
        }
        if (value.isArray()) {
            value.forEach(item -> collectFixedObjects(schema.path("items"), item, objects));
        }
    }

    private static void collectBare(JsonNode schema, String path, List<String> bare) {
        if (!schema.isObject()) {
            return;
        }
        if (!schema.has("description")) {
            bare.add(path);
        }
        schema.path("properties")
                .properties()
                .forEach(field -> collectBare(field.getValue(), path + "/" + field.getKey(), bare));
        if (schema.path("additionalProperties").isObject()) {
            collectBare(schema.get("additionalProperties"), path + "/*", bare);
        }
        if (schema.path("items").isObject()) {
            collectBare(schema.get("items"), path + "[]", bare);
        }
    }
}
