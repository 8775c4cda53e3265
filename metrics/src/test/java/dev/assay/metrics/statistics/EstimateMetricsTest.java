package dev.assay.metrics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.MetricRegistry;
import org.junit.jupiter.api.Test;

/** Estimates through the registry, and refusals that name the field (S5, S7, S10). */
class EstimateMetricsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MetricRegistry REGISTRY = new MetricRegistry(StatisticsMetrics.families());

    private static JsonNode compute(String metric, String inputs, String params) {
        try {
            return REGISTRY.compute(metric, JSON.readTree(inputs), JSON.readTree(params));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void comparesPairs() {
        JsonNode result = compute("paired_comparison", "{'a':[0,0,0,1,1],'b':[1,1,0,1,0]}".replace('\'', '"'), "{}");
        assertThat(result.at("/difference/value").doubleValue()).isCloseTo(0.2, within(1e-12));
        assertThat(result.at("/difference/method").textValue()).isEqualTo("tango-score");
        assertThat(result.at("/test/name").textValue()).isEqualTo("mcnemar-exact");
        assertThat(result.at("/test/p_value").doubleValue()).isEqualTo(1);
        assertThat(result.at("/wins").intValue()).isEqualTo(2);
        assertThat(result.at("/required_n").intValue()).isGreaterThan(5);
    }

    @Test
    void looksAtAPartOfASet() {
        JsonNode part = compute("confidence_sequence", "{\"scores\":[1,1,1,0,1],\"total\":50}", "{}");
        assertThat(part.at("/value").doubleValue()).isEqualTo(0.8);
        assertThat(part.at("/lower").doubleValue()).isBetween(0.08, 0.8);
        JsonNode all = compute("confidence_sequence", "{\"scores\":[1,1,1,0,1],\"total\":5}", "{}");
        assertThat(all.at("/lower").doubleValue()).isEqualTo(0.8);
        assertThat(all.at("/level").doubleValue()).isEqualTo(1);
    }

    @Test
    void refusalsNameTheField() {
        assertThatThrownBy(() -> compute("confidence_sequence", "{\"scores\":[1,2],\"total\":5}", "{}"))
                .isInstanceOf(MetricException.class)
                .hasMessageStartingWith("score[0]: expected a score in [0.0, 1.0]");
        assertThatThrownBy(() -> compute("paired_comparison", "{\"a\":[1],\"b\":[1,2]}", "{}"))
                .hasMessage("inputs.b: expected 1 items, found 2");
        assertThatThrownBy(() -> compute(
                        "rogan_gladen",
                        "{\"passed\":5,\"judged\":4,\"true_passes\":1,\"passes\":1," + "\"true_fails\":1,\"fails\":1}",
                        "{}"))
                .hasMessage("successes: expected 0 to 4, found 5");
        assertThatThrownBy(() -> compute("bootstrap_ci", "{\"values\":[1,2,3]}", "{\"resamples\":0}"))
                .hasMessage("params.resamples: expected 1 to 10000000, found 0");
        assertThatThrownBy(() -> compute("t_test_paired", "{\"a\":[1,1],\"b\":[0,0]}", "{}"))
                .isInstanceOf(MetricException.class)
                .hasMessageStartingWith("the values do not vary");
        assertThatThrownBy(() -> compute("t_test_power", "{\"effect_size\":0.2,\"n\":1}", "{}"))
                .isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> compute("binomial_test", "{\"k\":1,\"n\":2,\"p0\":1.5}", "{}"))
                .isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> compute("two_proportions_power", "{\"p1\":1.5,\"p2\":0.5}", "{}"))
                .isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> compute("k_groups", "{\"rows_items_columns_systems\":[[]]}", "{}"))
                .isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> compute("multiple_comparisons", "{\"p_values\":[0.1,2]}", "{}"))
                .hasMessage("p_values[1]: expected a number in [0, 1], found 2.0");
    }
}
