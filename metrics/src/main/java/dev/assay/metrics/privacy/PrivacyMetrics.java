package dev.assay.metrics.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Registry entries of the search for personal data. */
public final class PrivacyMetrics {

    private static final String FAMILY = "privacy";
    private static final int LAST_POSITION = 100_000_000;

    private PrivacyMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                MetricSpec.of(FAMILY, "luhn", "whether a number passes the Luhn checksum")
                        .needs("number")
                        .neutral()
                        .source("ISO/IEC 7812-1")
                        .by((inputs, params) -> valid(Checksums.luhn(inputs.text("number")))),
                MetricSpec.of(FAMILY, "iban_mod97", "whether a text is an IBAN with valid check digits")
                        .needs("iban")
                        .neutral()
                        .source("ISO 13616, ISO 7064")
                        .by((inputs, params) -> valid(Checksums.iban(inputs.text("iban")))),
                MetricSpec.of(FAMILY, "pii_spans", "personal data and secrets in a text, by shape and checksum")
                        .needs("text")
                        .param("types", "string[]", "null", "types to look for; all of them by default")
                        .neutral()
                        .source("own rules, see PiiType")
                        .by(PrivacyMetrics::spans),
                MetricSpec.of(FAMILY, "span_scores", "precision, recall and F1 of found spans against labelled ones")
                        .needs("true", "pred")
                        .source("strict matching as in CoNLL 2003; shares of characters")
                        .by(PrivacyMetrics::scores));
    }

    private static JsonNode valid(boolean valid) {
        return JsonNodeFactory.instance.objectNode().put("valid", valid);
    }

    private static JsonNode spans(Fields inputs, Fields params) {
        PiiDetector detector = params.has("types") ? new PiiDetector(types(params)) : PiiDetector.ALL;
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode rows = result.putArray("spans");
        for (PiiSpan span : detector.find(inputs.text("text"))) {
            rows.addObject()
                    .put("type", span.type().name())
                    .put("start", span.start())
                    .put("end", span.end())
                    .put("value", span.value());
        }
        return result;
    }

    private static Set<PiiType> types(Fields params) {
        Set<PiiType> types = EnumSet.noneOf(PiiType.class);
        for (String name : params.texts("types")) {
            try {
                types.add(PiiType.valueOf(name));
            } catch (IllegalArgumentException e) {
                throw MetricException.invalid(
                        params.path("types"), "\"" + name + "\" is none of " + List.of(PiiType.values()));
            }
        }
        return types;
    }

    private static JsonNode scores(Fields inputs, Fields params) {
        JsonNode truth = inputs.array("true");
        JsonNode prediction = inputs.array("pred");
        if (truth.size() != prediction.size()) {
            throw MetricException.invalid(
                    inputs.path("pred"), "expected " + truth.size() + " documents, found " + prediction.size());
        }
        SpanScores sum = new SpanScores();
        for (int i = 0; i < truth.size(); i++) {
            sum.add(
                    labelled(inputs.path("true") + "[" + i + "]", truth.get(i)),
                    labelled(inputs.path("pred") + "[" + i + "]", prediction.get(i)));
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putObject("strict")
                .put("tp", sum.matches())
                .put("n_true", sum.labelled())
                .put("n_pred", sum.found())
                .put("precision", sum.precision())
                .put("recall", sum.recall())
                .put("f1", sum.f1());
        return result.put("character_recall_any_label", sum.characterRecall())
                .put("character_precision_any_label", sum.characterPrecision());
    }

    private static List<SpanScores.LabelledSpan> labelled(String path, JsonNode rows) {
        List<SpanScores.LabelledSpan> spans = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Fields row = Fields.of(path + "[" + i + "]", rows.get(i));
            long start = row.integer("start");
            long end = row.integer("end");
            if (start < 0 || end < start || end > LAST_POSITION) {
                throw MetricException.invalid(row.path("end"), "expected 0 <= start <= end <= " + LAST_POSITION);
            }
            spans.add(new SpanScores.LabelledSpan(row.text("label"), (int) start, (int) end));
        }
        return spans;
    }
}
