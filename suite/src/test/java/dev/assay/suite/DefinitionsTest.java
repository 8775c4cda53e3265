package dev.assay.suite;

import static dev.assay.suite.Suites.SMALL;
import static dev.assay.suite.Suites.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The canonical form loses nothing and does not depend on how a suite is written (S16, STYLE 7). */
class DefinitionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void readsBackWhatItWrites() {
        for (String yaml : List.of(SMALL, Suites.full())) {
            Suite suite = valid(yaml);
            assertThat(Suite.fromDefinition(suite.definition())).isEqualTo(suite);
            assertThat(Suite.fromDefinition(suite.definition()).definition()).isEqualTo(suite.definition());
            assertThat(Suite.fromDefinition(suite.definition()).digest()).isEqualTo(suite.digest());
        }
    }

    @Test
    void survivesNumbersThatBecameFloatingPoint() {
        Suite suite = valid(Suites.full());
        assertThat(Suite.fromDefinition(floating(suite.definition()))).isEqualTo(suite);
    }

    @Test
    void theDigestIsThatOfTheBytesOfTheDefinition() throws Exception {
        Suite suite = valid(SMALL);
        String bytes =
                "{\"assay\":1,\"baseline\":\"old\",\"candidate\":\"new\",\"confidence\":0.95,\"data\":{\"dataset\":"
                        + "\"questions-v2\",\"file\":\"Questions (v2).jsonl\",\"format\":\"jsonl\",\"mapping\":{\"expected\":\"a\","
                        + "\"expected_type\":\"auto\",\"groups\":{},\"input\":\"q\",\"metadata\":{},\"recorded_answers\":{}},"
                        + "\"max_bad_row_share\":0},\"description\":\"\",\"gates\":[{\"at_least\":0.5,\"exact\":false,\"metric\":"
                        + "\"accuracy\",\"min_coverage\":0.99,\"name\":\"good\"}],\"generation\":{\"stop\":[]},\"max_error_share\":"
                        + "0.01,\"max_examples\":0,\"metrics\":{\"accuracy\":{\"scorer\":\"right\"}},\"models\":{\"new\":{\"provider\":"
                        + "\"recorded\",\"recorded_as\":\"new\"},\"old\":{\"provider\":\"recorded\",\"recorded_as\":\"old\"}},"
                        + "\"others\":[],\"samples\":1,\"scorers\":{\"right\":{\"normalise\":\"strict\",\"type\":\"exact_match\"}},"
                        + "\"seed\":0,\"slices\":{},\"title\":\"\"}";
        assertThat(JSON.writeValueAsString(suite.definition())).isEqualTo(bytes);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.getBytes(StandardCharsets.UTF_8));
        assertThat(suite.digest()).isEqualTo("sha256:" + HexFormat.of().formatHex(hash));
    }

    @Test
    void commentsFormatOrderAndWrittenDefaultsDoNotMatter() {
        String other = """
                # a comment
                gates: [ {metric: accuracy,   at_least: 5e-1, name: 'good', min_coverage: 0.990} ]   # another
                metrics: {accuracy: {scorer: right}}
                scorers:

                  right:
                    normalise: strict
                    type: "exact_match"
                baseline: old
                candidate: new
                seed: 0
                models: {old: {provider: recorded, recorded_as: old}, new: {provider: recorded}}
                data: {mapping: {expected: a, input: q}, file: "Questions (v2).jsonl", dataset: questions-v2}
                confidence: .95
                assay: 1
                """;
        assertThat(valid(other).digest()).isEqualTo(valid(SMALL).digest());
        assertThat(valid(other.replace("\n", "\r\n")).digest())
                .isEqualTo(valid(SMALL).digest());
    }

    @Test
    void everyMeaningMatters() {
        String digest = valid(SMALL).digest();
        assertThat(List.of(
                        SMALL + "title: x\n",
                        SMALL + "description: x\n",
                        SMALL + "seed: 1\n",
                        SMALL.replace("0.5", "0.51"),
                        SMALL.replace("at_least", "at_most"),
                        SMALL.replace("name: good", "name: fine"),
                        SMALL.replace("{ type: exact_match }", "{ type: exact_match, normalise: squad }"),
                        SMALL.replace("expected: a", "expected: b")))
                .allSatisfy(yaml -> assertThat(valid(yaml).digest()).isNotEqualTo(digest))
                .extracting(yaml -> valid(yaml).digest())
                .doesNotHaveDuplicates();
    }

    @Test
    void theLocaleDoesNotMatter() {
        String digest = valid(Suites.full()).digest();
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(valid(Suites.full()).digest()).isEqualTo(digest);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void refusesWhatIsNoDefinition() {
        ObjectNode broken = valid(SMALL).definition();
        broken.put("candidate", "nobody");
        assertThatThrownBy(() -> Suite.fromDefinition(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown model \"nobody\"");
    }

    /** What a journey through protobuf's Struct makes of JSON. */
    private static JsonNode floating(JsonNode node) {
        if (node.isObject()) {
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> result.set(field.getKey(), floating(field.getValue())));
            return result;
        }
        if (node.isArray()) {
            ArrayNode result = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> result.add(floating(item)));
            return result;
        }
        return node.isNumber() ? JsonNodeFactory.instance.numberNode(node.doubleValue()) : node;
    }
}
