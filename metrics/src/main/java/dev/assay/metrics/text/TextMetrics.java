package dev.assay.metrics.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.overlap.OverlapMetrics;
import dev.assay.metrics.privacy.PrivacyMetrics;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricRegistry;
import java.util.List;

/** The families of text metrics, and what their adapters share: reading of common inputs, writing of common results. */
public final class TextMetrics {

    private TextMetrics() {}

    /** All families of text metrics. */
    public static List<List<MetricRegistry.Entry>> families() {
        return List.of(
                AnswerMetrics.entries(),
                TokenizerMetrics.entries(),
                BleuMetrics.entries(),
                EditMetrics.entries(),
                RougeMetrics.entries(),
                MeteorMetrics.entries(),
                LikelihoodMetrics.entries(),
                OverlapMetrics.entries(),
                PrivacyMetrics.entries());
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A result with the one field {@code score}. */
    static ObjectNode score(double score) {
        return object().put("score", score);
    }

    static ObjectNode score(boolean right) {
        return score(right ? 1.0 : 0.0);
    }

    /** Puts a number; one that is not finite as a string, as the registry's contract asks. */
    static void put(ObjectNode into, String name, double value) {
        if (Double.isFinite(value)) {
            into.put(name, value);
        } else {
            into.put(name, Double.toString(value));
        }
    }

    /** The field {@code references} (a list of at least one text), or the one text {@code reference}. */
    static List<String> references(Fields inputs) {
        if (!inputs.has("references") && inputs.has("reference")) {
            return List.of(inputs.text("reference"));
        }
        List<String> references = inputs.texts("references");
        if (references.isEmpty()) {
            throw MetricException.invalid(inputs.path("references"), "at least one is required");
        }
        return references;
    }

    /** A whole number within bounds. */
    static int bounded(Fields fields, String name, int fallback, int lower, int upper) {
        long value = fields.integer(name, fallback);
        if (value < lower || value > upper) {
            throw MetricException.invalid(
                    fields.path(name), "must be from " + lower + " to " + upper + ", is " + value);
        }
        return (int) value;
    }

    /** One of the named values. */
    static <E extends Enum<E>> E choice(Fields fields, String name, Class<E> type, E fallback) {
        if (!fields.has(name)) {
            return fallback;
        }
        String wanted = fields.text(name);
        StringBuilder known = new StringBuilder();
        for (E value : type.getEnumConstants()) {
            String word = value.name().toLowerCase(java.util.Locale.ROOT);
            if (word.equals(wanted)) {
                return value;
            }
            known.append(known.isEmpty() ? "" : ", ").append(word);
        }
        throw MetricException.invalid(fields.path(name), "must be one of " + known + ", is \"" + wanted + "\"");
    }
}
