package dev.assay.metrics.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assay.metrics.MetricException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S2, S7, S15: numbers at the end of what double precision holds, and samples of one; found by random inputs. */
class HostileNumbersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode compute(String metric, String inputs, String params) {
        try {
            return Metrics.all().compute(metric, JSON.readTree(inputs), JSON.readTree(params));
        } catch (IOException e) {
            throw new IllegalArgumentException(inputs, e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "contingency_2x2 | {\"table\": [[19, 10], [4611686018427387904, 4611686018427387904]]} | {}",
                "contingency_2x2 | {\"table\": [[9223372036854775807, 9223372036854775807], [6, 2]]} | {}",
                "gate | {\"scores\": [-1e308, 1, -1e308, 0]} | {\"threshold\": 0.5}",
                "t_test_two_sample | {\"a\": [0.5, 1e200, -1], \"b\": [2.7, -0.7]} | {}",
                "t_test_paired | {\"a\": [0.5, 1e200, -1], \"b\": [2.7, -0.7, 1]} | {}",
                "json_schema_valid | {\"schema\": {\"multipleOf\": 2}, \"data\": 1e400} | {}",
                "binary_ranking | {\"y_true\": [0, 1], \"score\": [0.5]} | {}",
                "regression | {\"y_true\": [0, 1], \"y_pred\": [0.5]} | {}",
            })
    void isRefused(String metric, String inputs, String params) {
        assertThatThrownBy(() -> compute(metric, inputs, params)).isInstanceOf(MetricException.class);
    }

    @Test
    void lengthsAreNamedAsTheInputsAre() {
        assertThatThrownBy(() -> compute("binary_ranking", "{\"y_true\": [0, 1], \"score\": [0.5]}", "{}"))
                .hasMessage("inputs.y_true and inputs.score: have different lengths, 2 and 1");
    }

    @Test
    void aSampleOfOneHasAKolmogorovSmirnovTest() {
        JsonNode four = compute("numeric_drift", "{\"reference\": [1, 2, 3, 4], \"current\": [9]}", "{}");
        assertThat(four.path("ks_p_exact").doubleValue()).isEqualTo(0.4, within(1e-12));
        assertThat(four.path("ks_p_asymptotic").doubleValue()).isEqualTo(0, within(1e-12));
        JsonNode three = compute("numeric_drift", "{\"reference\": [1, 2, 3], \"current\": [2]}", "{}");
        assertThat(three.path("ks_p_exact").doubleValue()).isEqualTo(1, within(1e-12));
        assertThat(compute("numeric_drift", "{\"reference\": [1], \"current\": [2]}", "{}")
                        .path("ks_p_asymptotic"))
                .isEqualTo(JsonNodeFactory.instance.textNode("NaN"));
    }

    @Test
    void aTinyEffectNeedsMoreItemsThanThereAre() {
        JsonNode power =
                compute("t_test_power", "{\"effect_size\": 1e-5, \"alpha\": 0.05, \"power\": 0.8, \"n\": 25}", "{}");
        assertThat(power.toString()).doesNotContain("\"NaN\"");
        assertThatThrownBy(() -> compute(
                        "t_test_power", "{\"effect_size\": -1e-9, \"alpha\": 0.1, \"power\": 0.8, \"n\": 25}", "{}"))
                .isInstanceOf(MetricException.class);
    }
}
