package dev.assay.metrics.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S3: what counts as valid JSON. */
class JsonTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " [1, 2.5e-3, -0, \"\\u00e9\\ud83d\\ude00\"] ",
                "null",
                "\"x\"",
                "1E400",
                "{\"a\":{\"a\":1}}"
            })
    void accepts(String text) {
        assertThat(JsonText.read(text)).isInstanceOf(JsonText.Parsed.class);
    }

    static Stream<String> refused() {
        return Stream.of(
                "",
                "  ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "NaN",
                "Infinity",
                "-Infinity",
                "+1",
                "01",
                "1.",
                ".5",
                "1 2",
                "{} x",
                "// c\n1",
                "\"\t\"",
                "\"\\x\"",
                "\ufeff1",
                "\u00a01",
                "tru",
                "{\"a\":1,\"a\":2}",
                "1e99999",
                "1".repeat(2000),
                "[".repeat(501) + "]".repeat(501),
                "[".repeat(1_000_000));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refuses(String text) {
        assertThat(JsonText.read(text)).isInstanceOf(JsonText.Malformed.class);
        assertThat(JsonText.isValid(text)).isFalse();
    }

    @Test
    void saysWhere() {
        assertThat(JsonText.read("{\n \"a\": nope}")).isInstanceOfSatisfying(JsonText.Malformed.class, malformed -> {
            assertThat(malformed.line()).isEqualTo(2);
            assertThat(malformed.column()).isGreaterThan(5);
            assertThat(malformed.toString()).startsWith("line 2, column ").doesNotContain("\n");
        });
    }

    @Test
    void numbersKeepTheirDigits() {
        assertThat(((JsonText.Parsed) JsonText.read("0.1000000000000000055511151231257827"))
                        .value()
                        .decimalValue()
                        .toPlainString())
                .isEqualTo("0.1000000000000000055511151231257827");
    }
}
