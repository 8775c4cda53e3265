package dev.assay.metrics.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.privacy.PiiDetector;
import dev.assay.metrics.registry.MetricDescriptor;
import dev.assay.metrics.registry.Metrics;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile answers of a megabyte are scored by every text metric (S1, D6, D8), or refused by a stated limit. What the test finds are
 * algorithms that take the square of the length, 10<sup>12</sup> steps; the limit of time is there to end them, and far above what linear
 * ones need even on a machine that others use.
 */
class LimitsTest {

    private static final int MEGABYTE = 1_000_000;
    private static final Set<String> FAMILIES = Set.of("text", "tokenizers", "overlap", "privacy");
    private static final Set<String> WITHOUT_TEXT = Set.of("perplexity", "corpus_perplexity", "span_scores");

    private static final List<String> HOSTILE = List.of(
            "a".repeat(MEGABYTE),
            "a ".repeat(MEGABYTE / 2),
            " ".repeat(MEGABYTE),
            "\n".repeat(MEGABYTE),
            ".".repeat(MEGABYTE),
            "a\n".repeat(MEGABYTE / 2),
            "9".repeat(MEGABYTE),
            "1 ".repeat(MEGABYTE / 2),
            "y".repeat(MEGABYTE),
            "@".repeat(MEGABYTE),
            "a@".repeat(MEGABYTE / 2),
            "://".repeat(MEGABYTE / 3),
            "&amp;".repeat(MEGABYTE / 5),
            "\uD83D\uDE00".repeat(MEGABYTE / 2),
            "\uD83D".repeat(MEGABYTE),
            "(".repeat(MEGABYTE),
            "$".repeat(MEGABYTE),
            "+1".repeat(MEGABYTE / 2),
            "1.1.1.1 ".repeat(MEGABYTE / 8),
            "a@b.cd ".repeat(MEGABYTE / 7),
            "eyJ ".repeat(MEGABYTE / 4),
            "\u0301\u0316".repeat(MEGABYTE / 2),
            "answer ".repeat(MEGABYTE / 7));

    static Stream<String> metrics() {
        return Metrics.all().list().stream()
                .filter(metric -> FAMILIES.contains(metric.family()))
                .map(MetricDescriptor::name)
                .filter(name -> !WITHOUT_TEXT.contains(name));
    }

    @Test
    void thereAreMetrics() {
        assertThat(metrics().count()).isGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("metrics")
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aMegabyteIsScoredOrRefused(String metric) {
        for (String text : HOSTILE) {
            compute(metric, text, "a reference of a few words, 9.5");
            // Two long ones are shorter: that is still some 10^11 steps for a square, and there are many of them.
            String quarter = text.substring(0, text.length() / 4);
            compute(metric, quarter, quarter + "b");
            compute(metric, quarter, quarter.substring(0, quarter.length() / 2) + "b");
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aMegabyteIsMasked() {
        String masked = PiiDetector.ALL.mask("a@b.cd ".repeat(MEGABYTE / 7));
        assertThat(masked).isEqualTo("[EMAIL] ".repeat(MEGABYTE / 7));
    }

    /** A refusal has to be a MetricException; anything else fails the test. */
    private static void compute(String metric, String text, String reference) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        if (metric.equals("regex_match")) {
            params.put("pattern", "(a|aa)+b$");
        }
        try {
            JsonNode value = Metrics.all().compute(metric, inputs(text, reference), params);
            assertThat(value).isNotEqualTo(MissingNode.getInstance());
        } catch (MetricException e) {
            assertThat(e).hasMessageNotContaining(text);
        }
    }

    /** One object with the fields that any of the metrics asks for. */
    private static ObjectNode inputs(String text, String reference) {
        ObjectNode inputs = JsonNodeFactory.instance
                .objectNode()
                .put("prediction", text)
                .put("hypothesis", text)
                .put("text", text)
                .put("word", text)
                .put("a", text)
                .put("b", reference)
                .put("item", text)
                .put("number", text)
                .put("iban", text)
                .put("reference", reference)
                .put("target", reference);
        inputs.putArray("references").add(reference);
        inputs.putArray("targets").add(reference);
        inputs.putArray("hypotheses").add(text);
        inputs.putArray("reference_streams").addArray().add(reference);
        inputs.putArray("corpus").add(reference);
        inputs.putArray("documents").add(text).add(reference);
        return inputs;
    }
}
