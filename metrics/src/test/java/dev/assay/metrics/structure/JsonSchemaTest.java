package dev.assay.metrics.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.assay.metrics.MetricException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S3: JSON Schema with the failing path, without fetching and without hanging. */
class JsonSchemaTest {

    private static JsonNode json(String text) {
        return ((JsonText.Parsed) JsonText.read(text.replace('\'', '"'))).value();
    }

    private static JsonSchema schema(String text) {
        return JsonSchema.compile(json(text));
    }

    @Test
    void namesTheFailingPath() {
        JsonSchema schema = schema(
                "{'type':'object','properties':{'items':{'type':'array','items':{'type':'integer','minimum':1}}},"
                        + "'required':['items']}");
        assertThat(schema.validate(json("{'items':[3,0,'x']}")))
                .containsExactly(
                        new JsonSchema.Violation(
                                "/items/1",
                                "/properties/items/items/minimum",
                                "minimum",
                                "must have a minimum value of 1"),
                        new JsonSchema.Violation(
                                "/items/2", "/properties/items/items/type", "type", "string found, integer expected"));
        assertThat(schema.isValid(json("{'items':[3,0,'x']}"))).isFalse();
        assertThat(schema.validate(json("{}")))
                .singleElement()
                .satisfies(violation ->
                        assertThat(violation.toString()).startsWith("(root): ").contains("items"));
        assertThat(schema.isValid(json("{'items':[1.0]}"))).isTrue();
    }

    @Test
    void equalIdsOfDifferentSchemasNeverMeet() {
        JsonSchema first = schema("{'$id':'https://example.com/s','type':'string'}");
        JsonSchema second = schema("{'$id':'https://example.com/s','type':'integer'}");
        assertThat(first.isValid(json("'x'"))).isTrue();
        assertThat(second.isValid(json("'x'"))).isFalse();
    }

    @Test
    void neverFetches(@TempDir Path folder) throws IOException {
        AtomicInteger calls = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        try {
            Path file = Files.writeString(folder.resolve("s.json"), "{}");
            for (String reference : new String[] {
                "http://localhost:" + server.getAddress().getPort() + "/s.json",
                file.toUri().toString(),
                "classpath:draft/2020-12/schema",
                "resource:draft/2020-12/schema",
                "other.json",
                "#/$defs/absent"
            }) {
                assertThatThrownBy(() -> schema("{'properties':{'a':{'$ref':'" + reference + "'}}}"))
                        .as(reference)
                        .isInstanceOf(MetricException.class)
                        .hasMessageStartingWith("schema: ");
            }
        } finally {
            server.stop(0);
        }
        assertThat(calls).hasValue(0);
    }

    @Test
    void theMetaSchemaTravelsAlong() {
        JsonSchema schema = schema("{'$ref':'https://json-schema.org/draft/2020-12/schema'}");
        assertThat(schema.isValid(json("{'minLength':1}"))).isTrue();
        assertThat(schema.isValid(json("{'minLength':-1}"))).isFalse();
    }

    @Test
    void anEarlierDraftIsHonoured() {
        JsonSchema schema = schema("{'$schema':'http://json-schema.org/draft-07/schema#','items':[{'type':'string'}]}");
        assertThat(schema.isValid(json("[1]"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'strin'}",
                "{'minimum':'1'}",
                "{'required':'a'}",
                "3",
                "{'$schema':'https://example.com/unknown'}",
                "{'$schema':'http://json-schema.org/draft-07/schema#','type':'strin'}",
                "{'pattern':'('}",
                "{'pattern':'((a{1000}){1000}){1000}'}",
                "{'pattern':'(?=a)b'}",
                "{'pattern':'(a)\\\\1'}",
                "{'patternProperties':{'(?!a)':true}}"
            })
    void refusesABrokenSchema(String text) {
        assertThatThrownBy(() -> schema(text))
                .isInstanceOf(MetricException.class)
                .hasMessageStartingWith("schema: ");
    }

    @Test
    void manyThreadsShareOneSchema() {
        JsonSchema schema = schema("{'type':'array','items':{'type':'integer','maximum':5},'unevaluatedItems':false}");
        List<Boolean> verdicts = IntStream.range(0, 2000)
                .parallel()
                .mapToObj(i -> schema.isValid(json("[1,2," + i % 10 + "]")))
                .toList();
        for (int i = 0; i < verdicts.size(); i++) {
            assertThat(verdicts.get(i)).isEqualTo(i % 10 <= 5);
        }
    }

    @Test
    void endlessReferencesAreAnError() {
        assertThatThrownBy(() -> schema("{'$ref':'#'}").isValid(json("1"))).isInstanceOf(MetricException.class);
    }

    @ParameterizedTest
    @Timeout(5)
    @ValueSource(strings = {"^(a+)+$", "(a|aa)+$", "^(a|a?)+$", "(.*)*x", "(a*)*b"})
    void aPatternNeverHangs(String pattern) {
        JsonSchema schema = schema("{'pattern':'" + pattern + "'}");
        assertThat(schema.isValid(json("'" + "a".repeat(20_000) + "!'"))).isFalse();
    }

    @Test
    void aHugeDecimalIsRefusedAtOnce() {
        JsonNode huge =
                com.fasterxml.jackson.databind.node.DecimalNode.valueOf(new java.math.BigDecimal("1e2000000000"));
        assertThatThrownBy(() -> schema("{'multipleOf':0.01}").isValid(huge)).isInstanceOf(MetricException.class);
        org.junit.jupiter.api.Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> schema("{'multipleOf':0.01,'type':'integer'}").isValid(json("1e9999")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "^\\\\d+$ 12 true",
                "^\\\\d+$ ١٢ false",
                "^\\\\w$ é false",
                "^[\\\\w.-]+$ a-b.c true",
                "^\\\\u00e9$ é true",
                "^\\\\u{1F600}$ 😀 true",
                "^\\\\ud83d\\\\ude00$ 😀 true",
                "^.$ 😀 true",
                "^\\\\p{Letter}+$ éß true",
                "^\\\\p{Script=Greek}+$ αβ true",
                "^\\\\p{Lu}$ É true",
                "^\\\\P{L}$ a false",
                "^\\\\S+$ ab true",
                "^a\\\\s$ a\u00a0 true",
                "^[^\\\\s]$ \u2003 false",
                "^[^]$ x true",
                "[] x false",
                "^\\\\cA$ x false",
                "^(?<year>\\\\d{4})$ 2026 true",
                "^a\\\\/b\\\\-c$ a/b-c true",
                "b abc true",
                "^[a[]+$ [a true"
            })
    void readsEcmaSyntax(String pattern, String value, boolean expected) {
        assertThat(schema("{'pattern':'" + pattern + "'}").isValid(json("'" + value + "'")))
                .isEqualTo(expected);
    }
}
