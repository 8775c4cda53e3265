package dev.assay.metrics.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S3: arguments written as literals of Java and JavaScript. */
class ToolLanguageTest {

    private static JsonNode json(String text) {
        return ((JsonText.Parsed) JsonText.read(text)).value();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "integer | | -12 | -12",
                "integer | | 12L | \"12L\"",
                "long | | 10L | 10",
                "long | | 10 | \"10\"",
                "float | | 1.0f | 1.0",
                "float | | 1.0 | \"1.0\"",
                "double | | 3.14e-2 | 0.0314",
                "boolean | | true | true",
                "boolean | | True | \"True\"",
                "char | | 'a' | \"'a'\"",
                "String | | null | \"null\"",
                "any | | 5 | \"5\"",
                "HashMap | | new HashMap<>() | {}",
                "HashMap | | new HashMap<String, Object>() {{ put(\"a\", 1); put(\"b\", true); put(\"c\", \"x\"); }} | {\"a\":1,\"b\":true,\"c\":\"x\"}",
                "HashMap | | map | \"map\"",
                "ArrayList | integer | new ArrayList<>() | []",
                "ArrayList | String | new ArrayList<String>(Arrays.asList(\"a\", \"b\")) | [\"a\",\"b\"]",
                "ArrayList | long | new ArrayList<Long>() {{ add(1L); add(2); }} | [1,\"2\"]",
                "Array | String | new String[]{\"a\", \"b\"} | [\"\\\"a\\\"\",\"\\\"b\\\"\"]",
                "Array | | new Object[] {1, \"abc\", true, 2L, 2.5f} | [1,\"abc\",true,2,2.5]",
            })
    void readsJava(String type, String elements, String source, String expected) {
        assertThat(JavaValues.convert(source, type, Optional.ofNullable(elements)))
                .hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "integer | | 123 | 123",
                "integer | | 1.5 | \"1.5\"",
                "float | | -3.5 | -3.5",
                "Bigint | | 5n | 5",
                "Boolean | | false | false",
                "String | | 'quoted' | \"quoted\"",
                "String | | bare | \"bare\"",
                "array | integer | [1, 2] | [1,2]",
                "array | String | new Array(\"a\", 'b') | [\"a\",\"b\"]",
                "array | | [1, 'two', true, x] | [1,\"two\",true,\"x\"]",
                "array | array | [ [1, 2], [3] ] | [[1,2],[3]]",
                "array | | list | \"list\"",
                "dict | | {} | {}",
                "dict | | {a: 1, \"b\": ['x', 'y'], c: d, e: \"f, g\"} | {\"a\":1,\"b\":[\"x\",\"y\"],\"c\":\"d\",\"e\":\"f, g\"}",
            })
    void readsJavaScript(String type, String elements, String source, String expected) {
        assertThat(JavaScriptValues.convert(source, type, Optional.ofNullable(elements)))
                .hasToString(expected);
    }

    @Test
    void judgesALiteralByItsValueAndAVariableByItsName() {
        ToolDefinition tool = ToolDefinition.parse(
                "functions[0]",
                json(
                        "{\"name\":\"f\",\"parameters\":{\"properties\":{\"n\":{\"type\":\"long\"}},\"required\":[\"n\"]}}"));
        List<ExpectedCall> want = List.of(ExpectedCall.parse("expected", json("{\"f\":{\"n\":[10]}}")));
        assertThat(judge(tool, want, "{\"n\":\"10L\"}").valid()).isTrue();
        assertThat(judge(tool, want, "{\"n\":\"10\"}").errorType()).contains("type_error:simple");
        assertThat(judge(tool, want, "{\"n\":10}")).satisfies(verdict -> {
            assertThat(verdict.errorType()).contains("type_error:java");
            assertThat(verdict.argument()).contains("n");
        });
        List<ExpectedCall> variable = List.of(ExpectedCall.parse("expected", json("{\"f\":{\"n\":[\"limit\"]}}")));
        assertThat(judge(tool, variable, "{\"n\":\"limit\"}").valid()).isTrue();
    }

    @Test
    void aTypeWithoutAConversionIsNamed() {
        assertThatThrownBy(() -> JavaValues.convert("x", "Queue", Optional.empty()))
                .hasMessageContaining("Queue");
        assertThatThrownBy(() -> JavaScriptValues.convert("[]", "array", Optional.of("number")))
                .hasMessageContaining("number");
    }

    @Test
    void aHalfMegabyteOfBracketsIsReadAtOnce() {
        for (String unit :
                List.of("[", "{", "new ", "(", "a:", ",", "put(\"", "new HashMap<", "[[", "1,", " ", "add(")) {
            String text = unit.repeat((1 << 19) / unit.length());
            for (String type : List.of("Array", "ArrayList", "HashMap")) {
                assertQuick(() -> JavaValues.convert("new ArrayList<>() {{" + text, type, Optional.empty()));
            }
            for (String start : List.of("{", "[", "[[")) {
                assertQuick(() -> JavaScriptValues.convert(start + text + "}", "dict", Optional.empty()));
                assertQuick(() -> JavaScriptValues.convert(start + text + "]", "array", Optional.empty()));
            }
        }
    }

    private static void assertQuick(Runnable conversion) {
        long start = System.nanoTime();
        conversion.run();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    private static ToolCalls.Verdict judge(ToolDefinition tool, List<ExpectedCall> want, String arguments) {
        return ToolCalls.judge(
                List.of(tool),
                want,
                List.of(new ToolCall("f", json(arguments))),
                ToolCalls.Mode.SIMPLE,
                ToolLanguage.JAVA);
    }
}
