package dev.assay.metrics.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Metrics;
import java.io.IOException;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** S9, S10, S11, S12: gates, early stopping, utility, Pareto front and groups as whoever has only scores calls them. */
class DecisionMetricsTest {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private static JsonNode compute(String metric, String inputs, String params) {
        try {
            return Metrics.all().compute(metric, JSON.readTree(inputs), JSON.readTree(params));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String list(int ones, int zeros) {
        return "[" + String.join(",", Collections.nCopies(ones, "1")) + ",0".repeat(zeros) + "]";
    }

    @Test
    void aGatePassesIsRefutedOrSaysWhatIsMissing() {
        assertThat(verdict(compute("gate", "{\"scores\": " + list(95, 5) + "}", "{\"threshold\": 0.85}")))
                .isEqualTo("PASS");
        assertThat(verdict(compute("gate", "{\"scores\": " + list(70, 30) + "}", "{\"threshold\": 0.85}")))
                .isEqualTo("REFUTED");
        JsonNode open = compute("gate", "{\"scores\": " + list(88, 12) + "}", "{\"threshold\": 0.85}");
        assertThat(verdict(open)).isEqualTo("INCONCLUSIVE");
        assertThat(open.get("required_n").asLong()).isGreaterThan(100);
        assertThat(open.get("method").textValue()).isEqualTo("wilson");
    }

    @Test
    void aGateAgainstABaselineIsPaired() {
        String inputs = "{\"scores\": [0.9, 0.8, 0.95, 0.7, 0.9], \"baseline\": [0.5, 0.41, 0.52, 0.3, 0.49]}";
        assertThat(verdict(compute("gate", inputs, "{\"threshold\": 0.3}"))).isEqualTo("PASS");
        JsonNode relative = compute("gate", inputs, "{\"threshold\": 0.05, \"change\": \"relative\"}");
        assertThat(verdict(relative)).isEqualTo("PASS");
        assertThat(relative.get("value").doubleValue()).isGreaterThan(0.8);
    }

    @Test
    void missingScoresKeepAGateFromPassing() {
        String scores = list(95, 5).replace("]", ",null,null,null]");
        JsonNode result = compute("gate", "{\"scores\": " + scores + "}", "{\"threshold\": 0.8}");
        assertThat(verdict(result)).isEqualTo("INCONCLUSIVE");
        assertThat(result.get("coverage").doubleValue()).isBetween(0.96, 0.98);
    }

    @Test
    void earlyStoppingTellsWhenToStop() {
        JsonNode result =
                compute("early_stopping", "{\"scores\": " + list(60, 0) + ", \"total\": 1000}", "{\"threshold\": 0.5}");
        assertThat(verdict(result)).isEqualTo("PASS");
        assertThat(result.get("stop").booleanValue()).isTrue();
        assertThat(result.get("decided_at").asInt()).isLessThan(60);
        JsonNode open = compute("early_stopping", "{\"scores\": [1, 0, 1], \"total\": 1000}", "{\"threshold\": 0.5}");
        assertThat(open.get("stop").booleanValue()).isFalse();
        assertThatThrownBy(
                        () -> compute("early_stopping", "{\"scores\": [1, 7], \"total\": 10}", "{\"threshold\": 0.5}"))
                .isInstanceOf(MetricException.class)
                .hasMessageContaining("inputs.scores[1]");
    }

    @Test
    void utilityIsOfNumbersOrOfItems() {
        String params = "{\"weights\": {\"accuracy\": 10, \"cost\": -1}}";
        assertThat(compute("utility", "{\"values\": {\"accuracy\": 0.9, \"cost\": 2}}", params)
                        .get("utility")
                        .doubleValue())
                .isEqualTo(7);
        assertThat(compute("utility", "{\"values\": {\"accuracy\": [1, 0], \"cost\": [2, 3]}}", params)
                        .get("utilities")
                        .toString())
                .isEqualTo("[8.0,-3.0]");
        assertThatThrownBy(() -> compute("utility", "{\"values\": {\"accuracy\": 1}}", params))
                .hasMessageContaining("inputs.values.cost");
    }

    @Test
    void theFrontHoldsWhatNothingBeats() {
        JsonNode result = compute("pareto_front", """
                {"points": [{"name": "a", "quality": 0.9, "cost": 2, "latency": 1},
                            {"name": "b", "quality": 0.8, "cost": 3, "latency": 1},
                            {"name": "c", "quality": 0.7, "cost": 1, "latency": 1}]}
                """, "{}");
        assertThat(result.get("front").toString()).isEqualTo("[\"a\",\"c\"]");
        assertThat(result.get("dominated").toString()).isEqualTo("[\"b\"]");
    }

    @Test
    void anyMetricIsComputedForEachGroup() {
        String inputs = "{\"data\": {\"y_true\": [1, 0, 1, 0, 1, 1], \"y_pred\": [1, 0, 1, 0, 0, 1]},"
                + " \"group\": [\"x\", \"x\", \"x\", \"y\", \"y\", \"y\"]}";
        String params = "{\"metric\": \"classification_report\", \"value\": \"accuracy\", \"seed\": 7}";
        JsonNode result = compute("per_group", inputs, params);
        assertThat(result.at("/by_group/x/value").doubleValue()).isEqualTo(1);
        assertThat(result.at("/by_group/y/value").doubleValue()).isEqualTo(2.0 / 3);
        assertThat(result.get("gap").doubleValue()).isEqualTo(1 - 2.0 / 3);
        double lower = result.at("/gap_interval/0").doubleValue();
        double upper = result.at("/gap_interval/1").doubleValue();
        assertThat(lower).isLessThan(1.0 / 3);
        assertThat(upper).isGreaterThan(1.0 / 3);
        assertThat(compute("per_group", inputs, params)).isEqualTo(result);
    }

    @Test
    void aGroupWithoutAValueIsNamed() {
        String inputs = "{\"data\": {\"y_true\": [1, 0, 1, 1], \"score\": [0.9, 0.1, 0.8, 0.7]},"
                + " \"group\": [\"x\", \"x\", \"y\", \"y\"]}";
        JsonNode result = compute("per_group", inputs, "{\"metric\": \"binary_ranking\", \"value\": \"roc_auc\"}");
        assertThat(result.get("undefined").toString()).isEqualTo("[\"by_group.y\"]");
        assertThat(result.has("gap_interval")).isFalse();
        assertThatThrownBy(() -> compute("per_group", inputs, "{\"metric\": \"binary_ranking\", \"value\": \"f1\"}"))
                .isInstanceOf(MetricException.class)
                .hasMessageContaining("params.value");
        assertThatThrownBy(() -> compute("per_group", inputs, "{\"metric\": \"no_such\"}"))
                .hasMessageContaining("no_such");
    }

    private static String verdict(JsonNode result) {
        return result.get("verdict").textValue();
    }
}
