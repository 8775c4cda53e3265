package dev.assay.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.suite.GateSpec.Improvement;
import dev.assay.suite.GateSpec.NonInferiority;
import dev.assay.suite.GateSpec.Ratio;
import dev.assay.suite.GateSpec.Side;
import dev.assay.suite.GateSpec.Threshold;
import dev.assay.suite.ModelSpec.Provider;
import dev.assay.suite.yaml.JsonTrees;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The canonical form of a suite: itself a suite, in JSON, with all defaults, sorted keys and one way to write each number. */
final class Definitions {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Definitions() {}

    static ObjectNode write(Suite suite) {
        ObjectNode root = NODES.objectNode();
        root.put("assay", Suite.FORMAT);
        root.put("title", suite.title());
        root.put("description", suite.description());
        root.set("data", data(suite.data()));
        root.set("slices", map(suite.slices(), Definitions::slice));
        suite.prompt().ifPresent(prompt -> {
            ObjectNode node = root.putObject("prompt");
            prompt.system().ifPresent(text -> node.put("system", text));
            node.put("user", prompt.user());
        });
        root.set("generation", generation(suite.generation()));
        root.put("samples", suite.samples());
        root.put("max_examples", suite.maxExamples());
        root.set("models", map(suite.models(), Definitions::model));
        root.put("candidate", suite.candidate());
        suite.baseline().ifPresent(key -> root.put("baseline", key));
        root.set("others", texts(suite.others()));
        root.set("scorers", map(suite.scorers(), Definitions::scorer));
        root.set("metrics", map(suite.metrics(), metric -> NODES.objectNode().put("scorer", metric.scorer())));
        ArrayNode gates = root.putArray("gates");
        suite.gates().forEach(gate -> gates.add(gate(gate)));
        root.set("confidence", JsonTrees.number(suite.confidence()));
        root.set("max_error_share", JsonTrees.number(suite.maxErrorShare()));
        if (suite.cache() != Suite.Cache.OFF) {
            root.put("cache", word(suite.cache()));
        }
        suite.budget()
                .ifPresent(budget -> root.putObject("budget")
                        .put("currency", budget.currency())
                        .put("amount", budget.amount()));
        root.put("seed", suite.seed());
        return (ObjectNode) canonical(root);
    }

    static String digest(ObjectNode definition) {
        try {
            byte[] bytes = JSON.writeValueAsBytes(definition);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot compute a digest", e);
        }
    }

    /** The same JSON with keys sorted by code unit and numbers in their one form. */
    static JsonNode canonical(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(field -> sorted.put(field.getKey(), canonical(field.getValue())));
            ObjectNode result = NODES.objectNode();
            sorted.forEach(result::set);
            return result;
        }
        if (node.isArray()) {
            ArrayNode result = NODES.arrayNode();
            node.forEach(item -> result.add(canonical(item)));
            return result;
        }
        return node.isNumber() ? JsonTrees.number(node.doubleValue()) : node;
    }

    private static ObjectNode data(Data data) {
        ObjectNode node = NODES.objectNode();
        node.put("dataset", data.dataset());
        data.version().ifPresent(version -> node.put("version", version));
        data.file().ifPresent(file -> {
            node.put("file", file);
            node.put("format", word(data.format()));
            node.set("mapping", mapping(data.mapping()));
            node.set("max_bad_row_share", JsonTrees.number(data.maxBadRowShare()));
        });
        return node;
    }

    private static ObjectNode mapping(Mapping mapping) {
        ObjectNode node = NODES.objectNode();
        put(node, "input", mapping.input());
        if (mapping.input().isEmpty()) {
            node.set("variables", map(mapping.variables(), NODES::textNode));
        }
        put(node, "expected", mapping.expected());
        if (mapping.expected().isPresent()) {
            node.put("expected_type", word(mapping.expectedType()));
        }
        put(node, "category", mapping.category());
        put(node, "tags", mapping.tags());
        node.set("groups", map(mapping.groups(), NODES::textNode));
        put(node, "cluster", mapping.cluster());
        put(node, "timestamp", mapping.timestamp());
        put(node, "weight", mapping.weight());
        node.set("metadata", map(mapping.metadata(), NODES::textNode));
        node.set("recorded_answers", map(mapping.recordedAnswers(), NODES::textNode));
        return node;
    }

    private static ObjectNode slice(SliceSpec slice) {
        ObjectNode node = NODES.objectNode();
        if (!slice.categories().isEmpty()) {
            node.set("categories", texts(slice.categories()));
        }
        if (!slice.tags().isEmpty()) {
            node.set("tags", texts(slice.tags()));
        }
        return node;
    }

    private static ObjectNode generation(Generation generation) {
        ObjectNode node = NODES.objectNode();
        generation.temperature().ifPresent(value -> node.set("temperature", JsonTrees.number(value)));
        generation.topP().ifPresent(value -> node.set("top_p", JsonTrees.number(value)));
        generation.maxTokens().ifPresent(value -> node.put("max_tokens", value));
        generation.seed().ifPresent(value -> node.put("seed", value));
        node.set("stop", texts(generation.stop()));
        // What follows is left out when it is not asked for, so that suites from before there was such a field keep
        // their digest.
        if (!generation.tools().isEmpty()) {
            ArrayNode tools = node.putArray("tools");
            generation.tools().forEach(tool -> tools.add(tool(tool)));
        }
        generation.responseSchema().ifPresent(schema -> node.set("response_schema", schema));
        if (generation.logprobs()) {
            node.put("logprobs", true);
        }
        if (generation.stream()) {
            node.put("stream", true);
        }
        return node;
    }

    private static ObjectNode tool(Generation.Tool tool) {
        ObjectNode node = NODES.objectNode().put("name", tool.name());
        if (!tool.description().isEmpty()) {
            node.put("description", tool.description());
        }
        tool.parameters().ifPresent(parameters -> node.set("parameters", parameters));
        return node;
    }

    private static ObjectNode model(ModelSpec model) {
        ObjectNode node = NODES.objectNode();
        node.put("provider", word(model.provider()));
        model.prices().ifPresent(prices -> {
            ObjectNode part = node.putObject("prices");
            part.put("currency", prices.currency());
            part.put("input_per_million", prices.inputPerMillion());
            put(part, "cached_input_per_million", prices.cachedInputPerMillion());
            put(part, "cache_write_per_million", prices.cacheWritePerMillion());
            part.put("output_per_million", prices.outputPerMillion());
            put(part, "reasoning_per_million", prices.reasoningPerMillion());
        });
        if (model.provider() == Provider.RECORDED) {
            node.put("recorded_as", model.model());
            return node;
        }
        put(node, "endpoint", model.endpoint());
        if (!model.model().isEmpty()) {
            node.put("model", model.model());
        }
        model.template().ifPresent(template -> node.set("template", template(template)));
        put(node, "max_tokens_field", model.maxTokensField());
        put(node, "credential", model.credential());
        ObjectNode limits = node.putObject("limits");
        limits.put("requests_per_minute", model.limits().requestsPerMinute());
        if (model.limits().tokensPerMinute() > 0) {
            // Left out otherwise, so that suites from before there was such a limit keep their digest.
            limits.put("tokens_per_minute", model.limits().tokensPerMinute());
        }
        limits.put("concurrency", model.limits().concurrency());
        ObjectNode calls = node.putObject("calls");
        calls.put("max_attempts", model.calls().maxAttempts());
        calls.put("connect_timeout", time(model.calls().connectTimeout()));
        calls.put("attempt_timeout", time(model.calls().attemptTimeout()));
        calls.put("total_timeout", time(model.calls().totalTimeout()));
        calls.put("initial_backoff", time(model.calls().initialBackoff()));
        calls.put("max_backoff", time(model.calls().maxBackoff()));
        return node;
    }

    private static ObjectNode template(ModelSpec.Template template) {
        ObjectNode node = NODES.objectNode();
        node.set("body", template.body());
        node.put("answer", template.answer());
        put(node, "finish_reason", template.finishReason());
        put(node, "input_tokens", template.inputTokens());
        put(node, "output_tokens", template.outputTokens());
        put(node, "error", template.error());
        put(node, "credential_header", template.credentialHeader());
        put(node, "credential_scheme", template.credentialScheme());
        ObjectNode headers = node.putObject("headers");
        template.headers().forEach(headers::put);
        template.stream().ifPresent(stream -> {
            ObjectNode part = node.putObject("stream");
            stream.body().ifPresent(body -> part.set("body", body));
            part.put("delta", stream.delta());
            put(part, "done", stream.done());
            put(part, "done_pointer", stream.donePointer());
        });
        return node;
    }

    private static ObjectNode scorer(ScorerSpec scorer) {
        ObjectNode node = NODES.objectNode();
        switch (scorer) {
            case ScorerSpec.ExactMatch exact ->
                node.put("type", "exact_match").put("normalise", word(exact.normalise()));
            case ScorerSpec.Contains contains -> node.put("type", "contains").put("ignore_case", contains.ignoreCase());
            case ScorerSpec.Regex regex -> {
                node.put("type", "regex").put("pattern", regex.pattern()).put("full", regex.full());
                regex.group().ifPresent(group -> node.put("group", group));
            }
            case ScorerSpec.Numeric numeric -> {
                node.put("type", "numeric").put("extract", word(numeric.extract()));
                node.set("tolerance", JsonTrees.number(numeric.tolerance()));
                node.set("relative_tolerance", JsonTrees.number(numeric.relativeTolerance()));
            }
            case ScorerSpec.JsonValid json -> {
                node.put("type", "json_valid");
                json.schema().ifPresent(schema -> node.set("schema", schema));
            }
            case ScorerSpec.EmbeddingSimilarity similarity -> {
                node.put("type", "embedding_similarity");
                similarity.atLeast().ifPresent(bound -> node.set("at_least", JsonTrees.number(bound)));
            }
        }
        return node;
    }

    private static ObjectNode gate(GateSpec gate) {
        ObjectNode node = NODES.objectNode();
        node.put("name", gate.common().name());
        node.put("metric", gate.common().metric());
        put(node, "slice", gate.common().slice());
        node.set("min_coverage", JsonTrees.number(gate.common().minCoverage()));
        node.put("exact", gate.common().exact());
        switch (gate) {
            case Threshold threshold ->
                node.set(
                        threshold.side() == Side.AT_LEAST ? "at_least" : "at_most",
                        JsonTrees.number(threshold.value()));
            case Improvement improvement -> {
                if (improvement.relative()) {
                    BigDecimal percent = BigDecimal.valueOf(improvement.by())
                            .movePointRight(2)
                            .stripTrailingZeros();
                    node.put("improves_by", percent.toPlainString() + "%");
                } else {
                    node.set("improves_by", JsonTrees.number(improvement.by()));
                }
            }
            case NonInferiority worse -> {
                node.set("regresses_by_at_most", JsonTrees.number(worse.margin()));
                if (worse.byCategory()) {
                    node.put("by", "category");
                }
            }
            case Ratio ratio -> node.set("ratio_to_baseline_at_most", JsonTrees.number(ratio.atMost()));
        }
        return node;
    }

    private static <T> ObjectNode map(Map<String, T> map, java.util.function.Function<T, ? extends JsonNode> value) {
        ObjectNode node = NODES.objectNode();
        map.forEach((key, item) -> node.set(key, value.apply(item)));
        return node;
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode node = NODES.arrayNode();
        texts.forEach(node::add);
        return node;
    }

    private static void put(ObjectNode node, String name, Optional<String> text) {
        text.ifPresent(value -> node.put(name, value));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String time(Duration time) {
        return time.toMillis() % 1_000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }
}
