package dev.assay.dataset.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.assay.dataset.v1.ColumnMapping;
import dev.assay.dataset.v1.ColumnMapping.TargetType;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.version.CanonicalExample;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Rows as examples with all their fields (D2), and what is said of rows that cannot be (D1). */
class ExampleMapperTest {

    private static Example map(ColumnMapping.Builder mapping, String row) throws BadRowException {
        byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
        return new ExampleMapper(new Mapping(mapping.build())).map(new JsonRows(100_000).read(bytes, 0, bytes.length));
    }

    private static String canonical(ColumnMapping.Builder mapping, String row) throws BadRowException {
        return new CanonicalExample().text(map(mapping, row));
    }

    private static BadRow bad(ColumnMapping.Builder mapping, String row) {
        BadRowException thrown = catchThrowableOfType(BadRowException.class, () -> map(mapping, row));
        assertThat(thrown).as(row).isNotNull();
        return new BadRow(1, thrown.column(), thrown.reason());
    }

    private static ColumnMapping.Builder input() {
        return ColumnMapping.newBuilder().setInput("q");
    }

    private static ColumnMapping.Builder expected(TargetType type) {
        return input().setExpected("a").setExpectedType(type);
    }

    @Test
    void allFields() throws BadRowException {
        ColumnMapping.Builder mapping = input().setExpected("a")
                .setCategory("c")
                .setTags("t")
                .putGroups("sex", "g.sex")
                .setCluster("passage")
                .setTimestamp("when")
                .setWeight("w")
                .putMetadata("source", "m")
                .putRecordedAnswers("old", "answers[0]")
                .putRecordedAnswers("*", "outputs.*.text");

        assertThat(canonical(mapping, """
                        {"q": "?", "a": ["x", "y"], "c": "edge", "t": ["b", "a"], "g": {"sex": "f"}, "passage": 7,
                         "when": "2026-01-31T13:00:00.5+01:00", "w": 1.5, "m": {"b": 1e2, "a": [null, true, "\\u00fc"]},
                         "answers": ["first", "second"], "outputs": {"m2": {"text": "two"}, "m1": {"text": 1}, "m3": {}}}
                        """))
                .isEqualTo(
                        "{\"category\":\"edge\",\"cluster\":\"7\",\"groups\":{\"sex\":\"f\"},\"input\":{\"text\":\"?\"},"
                                + "\"metadata\":{\"source\":{\"a\":[null,true,\"ü\"],\"b\":100}},"
                                + "\"recorded_answers\":{\"m1\":{\"text\":\"1\"},\"m2\":{\"text\":\"two\"},\"old\":{\"text\":\"first\"}},"
                                + "\"tags\":[\"a\",\"b\"],\"target\":{\"texts\":[\"x\",\"y\"]},"
                                + "\"timestamp\":\"2026-01-31T12:00:00.500Z\",\"weight\":1.5}");
    }

    @Test
    void conversations() throws BadRowException {
        assertThat(canonical(input(), """
                        {"q": [{"role": "system", "content": "Be brief."},
                               {"role": "user", "content": [{"type": "text", "text": "What is it?"},
                                  {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}},
                                  {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAEC"}}]},
                               {"role": "assistant", "content": null, "tool_calls": [{"id": "c1", "type": "function",
                                  "function": {"name": "look", "arguments": "{\\"deep\\": true}"}}]},
                               {"role": "tool", "tool_call_id": "c1", "content": "a cat"}]}
                        """))
                .isEqualTo(
                        "{\"input\":{\"messages\":["
                                + "{\"parts\":[{\"text\":\"Be brief.\"}],\"role\":\"SYSTEM\"},"
                                + "{\"parts\":[{\"text\":\"What is it?\"},{\"image\":{\"uri\":\"https://example.org/a.png\"}},"
                                + "{\"image\":{\"data\":\"AAEC\",\"media_type\":\"image/png\"}}],\"role\":\"USER\"},"
                                + "{\"parts\":[{\"tool_call\":{\"arguments\":{\"deep\":true},\"id\":\"c1\",\"name\":\"look\"}}],\"role\":\"ASSISTANT\"},"
                                + "{\"parts\":[{\"tool_result\":{\"text\":\"a cat\",\"tool_call_id\":\"c1\"}}],\"role\":\"TOOL\"}]}}");
    }

    @Test
    void variables() throws BadRowException {
        assertThat(canonical(
                        ColumnMapping.newBuilder().putVariables("topic", "t").putVariables("n", "x.n"),
                        "{\"t\": \"rivers\", \"x\": {\"n\": 3}}"))
                .isEqualTo("{\"input\":{\"variables\":{\"n\":3,\"topic\":\"rivers\"}}}");
    }

    @Test
    void targetsByType() throws BadRowException {
        assertThat(canonical(expected(TargetType.TARGET_TYPE_UNSPECIFIED), "{\"q\": \"\", \"a\": 18.50}"))
                .contains("\"target\":{\"text\":\"18.50\"}");
        assertThat(canonical(expected(TargetType.TARGET_TYPE_UNSPECIFIED), "{\"q\": \"\", \"a\": {\"k\": []}}"))
                .contains("\"target\":{\"json\":{\"k\":[]}}");
        assertThat(canonical(expected(TargetType.TARGET_TYPE_UNSPECIFIED), "{\"q\": \"\", \"a\": null}"))
                .isEqualTo("{\"input\":{\"text\":\"\"}}");
        assertThat(canonical(expected(TargetType.TEXT), "{\"q\": \"\", \"a\": 123456789012345678901234567890}"))
                .contains("\"target\":{\"text\":\"123456789012345678901234567890\"}");
        assertThat(canonical(expected(TargetType.TEXTS), "{\"q\": \"\", \"a\": \"one\"}"))
                .contains("\"target\":{\"texts\":[\"one\"]}");
        assertThat(canonical(expected(TargetType.JSON), "{\"q\": \"\", \"a\": null}"))
                .contains("\"target\":{\"json\":null}");
        assertThat(canonical(expected(TargetType.JSON), "{\"q\": \"\", \"a\": [9007199254740993, 1e22, 0.1]}"))
                .contains("\"target\":{\"json\":[\"9007199254740993\",1e+22,0.1]}");
        assertThat(canonical(expected(TargetType.LABEL), "{\"q\": \"\", \"a\": true}"))
                .contains("\"target\":{\"label\":\"true\"}");
        assertThat(canonical(expected(TargetType.NUMBER), "{\"q\": \"\", \"a\": \" 1.50 \"}"))
                .contains("\"target\":{\"number\":1.5}");
        assertThat(canonical(
                        expected(TargetType.TOOL_CALLS),
                        "{\"q\": \"\", \"a\": [{\"name\": \"f\", \"arguments\": {\"x\": 1}}]}"))
                .contains("\"target\":{\"tool_calls\":[{\"arguments\":{\"x\":1},\"name\":\"f\"}]}");
        assertThat(canonical(expected(TargetType.TOOL_CALLS), "{\"q\": \"\", \"a\": []}"))
                .contains("\"target\":{\"tool_calls\":[]}");
    }

    @Test
    void badRowsSayColumnAndReason() {
        assertThat(bad(input(), "{\"question\": 1, \"x\": 2}"))
                .hasToString("line 1, column `q`: missing; the row has question, x");
        assertThat(bad(input(), "{\"q\": {}}"))
                .hasToString("line 1, column `q`: a text or a list of messages is needed, this is an object");
        assertThat(bad(input(), "[1]")).hasToString("line 1: a JSON object is needed, this is a list");
        assertThat(bad(input(), "{\"q\": 1, \"q\": 2}").reason()).contains("'q'");
        assertThat(bad(input(), "{\"q\": \"a\"} x").reason()).startsWith("not JSON");
        assertThat(bad(input(), "{\"q\": \"a\"").reason()).startsWith("not JSON: at byte ");
        assertThat(bad(input(), "{\"q\": NaN}").reason()).startsWith("not JSON: at byte ");
        assertThat(bad(input(), "{\"q\": \"\\ud800\"}"))
                .hasToString("line 1, column `q`: holds half a character, \\ud800");
        assertThat(bad(input(), "{\"q\": " + "[".repeat(300) + "]".repeat(300) + "}")
                        .reason())
                .startsWith("beyond a limit");
        assertThat(bad(input().putMetadata("m", "m"), "{\"q\": \"\", \"m\": " + "[".repeat(30) + "]".repeat(30) + "}"))
                .hasToString("line 1, column `m`: nested deeper than 24 levels");
        assertThat(bad(input().setCategory("c"), "{\"q\": \"\", \"c\": \"a\\u0000\"}"))
                .hasToString("line 1, column `c`: holds the character U+0000");
        assertThat(bad(input().setWeight("w"), "{\"q\": \"\", \"w\": 0}"))
                .hasToString("line 1, column `w`: a weight must be above 0");
        assertThat(bad(input().setWeight("w"), "{\"q\": \"\", \"w\": 1e999}"))
                .hasToString("line 1, column `w`: too large for a number");
        assertThat(bad(input().setTimestamp("t"), "{\"q\": \"\", \"t\": \"yesterday\"}")
                        .column())
                .isEqualTo("t");
        assertThat(bad(expected(TargetType.NUMBER), "{\"q\": \"\", \"a\": \"many\"}"))
                .hasToString("line 1, column `a`: a number is needed, this is \"many\"");
        assertThat(bad(input(), "{\"q\": [{\"role\": \"boss\", \"content\": \"\"}]}")
                        .column())
                .isEqualTo("q[0]");
    }

    @Test
    void bytesThatAreNotUtf8AreNamed() {
        byte[] bytes = "{\"q\": \"?\"}".getBytes(StandardCharsets.UTF_8);
        bytes[7] = (byte) 0xff;
        assertThat(catchThrowableOfType(BadRowException.class, () -> new JsonRows(1_000).read(bytes, 0, bytes.length))
                        .reason())
                .isEqualTo("not UTF-8 at byte 8 of the line (1 byte)");
        byte[] wide = "{\"q\": \"?\"}".getBytes(StandardCharsets.UTF_16BE);
        assertThat(catchThrowableOfType(BadRowException.class, () -> new JsonRows(1_000).read(wide, 0, wide.length))
                        .reason())
                .contains("UTF-16");
    }
}
