package dev.assay.metrics.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.MetricDescriptor.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks over every metric (S1, S2, S3, S6, S7, S9–S12, S15): its description is complete, what it needs and its required settings are
 * all that a call takes, and a bad setting or a missing input is refused by its name.
 */
class RegistryTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, JsonNode> EXAMPLES = examples();

    /** What a metric needs that is no input. */
    private static final String CAPABILITY = "embedding";

    private static final List<String> TYPES = List.of("string", "boolean", "integer", "number", "array", "object");

    static Stream<MetricDescriptor> metrics() {
        return Metrics.all().list().stream();
    }

    @Test
    void thereIsAnExampleOfEach() {
        assertThat(EXAMPLES.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        metrics().map(MetricDescriptor::name).toList());
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void theDescriptionIsComplete(MetricDescriptor metric) {
        assertThat(metric.name()).matches("[a-z][a-z0-9_]*");
        assertThat(metric.version()).isPositive();
        assertThat(metric.description()).isNotBlank().doesNotContain("\n");
        assertThat(metric.family()).isNotBlank();
        assertThat(metric.needs()).isNotEmpty().doesNotHaveDuplicates();
        assertThat(metric.source()).isNotBlank();
        assertThat(metric.range().lower()).isLessThan(metric.range().upper());
        for (Parameter parameter : metric.parameters()) {
            assertThat(parameter.name()).matches("[a-z][a-z0-9_]*");
            assertThat(parameter.description()).isNotBlank();
            assertThat(TYPES.contains(parameter.type())
                            || parameter.type().equals("string[]")
                            || parameter.type().matches("enum\\([^|()]+(\\|[^|()]+)*\\)"))
                    .as(parameter.name() + ": " + parameter.type())
                    .isTrue();
            parameter.defaultValue().ifPresent(value -> assertThat(parse(value)).isNotNull());
        }
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void whatItNeedsIsEnough(MetricDescriptor metric) {
        ObjectNode inputs = needed(metric);
        ObjectNode params = requiredParams(metric);
        Optional<JsonNode> value = compute(metric, inputs, params);
        value.ifPresent(result -> assertThat(result.isObject()).isTrue());
        // The defaults said out loud give the same value.
        ObjectNode spoken = params.deepCopy();
        for (Parameter parameter : metric.parameters()) {
            parameter.defaultValue().ifPresent(text -> spoken.set(parameter.name(), parse(text)));
        }
        params.fields().forEachRemaining(field -> spoken.set(field.getKey(), field.getValue()));
        assertThat(compute(metric, inputs, spoken)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void aBadSettingIsRefusedByItsName(MetricDescriptor metric) {
        for (Parameter parameter : metric.parameters()) {
            ObjectNode params = requiredParams(metric);
            params.set(parameter.name(), bad(parameter.type()));
            assertThatThrownBy(() -> Metrics.all().compute(metric.name(), needed(metric), params))
                    .as(metric.name() + " with " + params)
                    .isInstanceOfSatisfying(
                            MetricException.class, e -> assertThat(e.kind()).isEqualTo(MetricException.Kind.INVALID))
                    .hasMessageContaining(parameter.name());
            if (parameter.defaultValue().isEmpty()) {
                params.remove(parameter.name());
                assertThatThrownBy(() -> Metrics.all().compute(metric.name(), needed(metric), params))
                        .isInstanceOf(MetricException.class)
                        .hasMessageContaining(parameter.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void anUnknownSettingIsRefusedByItsName(MetricDescriptor metric) {
        ObjectNode params = requiredParams(metric).put("nonsense", 1);
        assertThatThrownBy(() -> Metrics.all().compute(metric.name(), needed(metric), params))
                .isInstanceOf(MetricException.class)
                .hasMessageContaining("params.nonsense");
    }

    @Test
    void aMisspeltSettingIsGuessedAndAConventionIsHeldTo() {
        ObjectNode texts = JsonNodeFactory.instance.objectNode().put("hypothesis", "a");
        texts.putArray("references").add("a");
        assertThatThrownBy(() -> Metrics.all()
                        .compute(
                                "sentence_bleu",
                                texts,
                                JsonNodeFactory.instance.objectNode().put("lowercsae", true)))
                .hasMessageContaining("params.lowercsae")
                .hasMessageContaining("did you mean lowercase?");
        ObjectNode samples = JsonNodeFactory.instance.objectNode();
        samples.putArray("a").add(1).add(2).add(4);
        samples.putArray("b").add(2).add(2).add(3);
        assertThatThrownBy(() -> Metrics.all()
                        .compute(
                                "t_test_paired",
                                samples,
                                JsonNodeFactory.instance.objectNode().put("alternative", "less")))
                .hasMessageContaining("params.alternative: only two-sided is computed");
        ObjectNode remarks = JsonNodeFactory.instance.objectNode();
        remarks.put("alternative", "two-sided").put("sign", "first less second");
        assertThat(Metrics.all().compute("t_test_paired", samples, remarks))
                .isEqualTo(Metrics.all().compute("t_test_paired", samples, JsonNodeFactory.instance.objectNode()));
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void aMissingInputIsRefusedByItsName(MetricDescriptor metric) {
        for (String name : metric.needs()) {
            if (name.equals(CAPABILITY)) {
                continue;
            }
            ObjectNode inputs = needed(metric);
            inputs.remove(name);
            assertThatThrownBy(() -> Metrics.all().compute(metric.name(), inputs, requiredParams(metric)))
                    .as(metric.name() + " without " + name)
                    .isInstanceOf(MetricException.class)
                    .hasMessageContaining(name);
        }
    }

    private static Optional<JsonNode> compute(MetricDescriptor metric, JsonNode inputs, JsonNode params) {
        try {
            return Optional.of(Metrics.all().compute(metric.name(), inputs, params));
        } catch (MetricException e) {
            if (e.kind() == MetricException.Kind.UNAVAILABLE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Only what the description names; fixtures may hold more. */
    private static ObjectNode needed(MetricDescriptor metric) {
        ObjectNode inputs = JsonNodeFactory.instance.objectNode();
        JsonNode example = example(metric).get("inputs");
        metric.needs().stream()
                .filter(name -> !name.equals(CAPABILITY))
                .forEach(name -> inputs.set(name, example.path(name)));
        return inputs;
    }

    private static ObjectNode requiredParams(MetricDescriptor metric) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        JsonNode example = example(metric).path("params");
        Set<String> always = Set.of("value");
        for (Parameter parameter : metric.parameters()) {
            if (parameter.defaultValue().isEmpty()
                    || (always.contains(parameter.name()) && example.has(parameter.name()))) {
                params.set(parameter.name(), example.path(parameter.name()));
            }
        }
        return params;
    }

    private static JsonNode example(MetricDescriptor metric) {
        return Objects.requireNonNull(EXAMPLES.get(metric.name()), metric.name());
    }

    private static JsonNode bad(String type) {
        return switch (type) {
            case "boolean", "integer", "number", "array", "object", "string[]" ->
                JsonNodeFactory.instance.textNode("nonsense");
            case "string" -> JsonNodeFactory.instance.arrayNode();
            default -> JsonNodeFactory.instance.textNode("nonsense");
        };
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** Those of the file, and for the others the shortest fixture that is not refused. */
    private static Map<String, JsonNode> examples() {
        Map<String, JsonNode> examples = new TreeMap<>();
        for (String family : List.of(
                "agreement",
                "bleu",
                "chrf",
                "classification",
                "contamination",
                "correlation",
                "descriptive",
                "drift",
                "edit_distance",
                "fairness",
                "iou",
                "json_schema",
                "near_duplicates",
                "pass_at_k",
                "perplexity",
                "pii",
                "probabilistic",
                "ranking_models",
                "regression",
                "retrieval",
                "rouge",
                "stats_intervals",
                "stats_multiple",
                "stats_power",
                "stats_tests",
                "ter",
                "text_exact",
                "tokenizers",
                "tool_calls",
                "wer")) {
            for (JsonNode line : lines("/fixtures/" + family + ".jsonl")) {
                if (!line.get("expected").toString().contains("\"error\"")) {
                    examples.merge(
                            line.get("metric").textValue(),
                            line,
                            (a, b) -> a.toString().length() <= b.toString().length() ? a : b);
                }
            }
        }
        lines("/registry/examples.jsonl")
                .forEach(line -> examples.put(line.get("metric").textValue(), line));
        return examples;
    }

    private static List<JsonNode> lines(String resource) {
        List<JsonNode> lines = new ArrayList<>();
        try (InputStream stream = Objects.requireNonNull(RegistryTest.class.getResourceAsStream(resource), resource)) {
            new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(RegistryTest::parse)
                    .forEach(lines::add);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return lines;
    }
}
