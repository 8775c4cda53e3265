package dev.assay.suite.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.assay.suite.yaml.YamlNode.Mapping;
import dev.assay.suite.yaml.YamlNode.Scalar;
import dev.assay.suite.yaml.YamlNode.ScalarKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** YAML is read with places and firm limits, whatever a hostile text tries (S9). */
class YamlTextsTest {

    @Test
    void knowsPlacesInCodePoints() throws YamlException {
        Mapping root = mapping("a: 1\n\"🙂é\": { b: [x, 🙂, y] }\n");
        assertThat(root.at()).isEqualTo(new Position(1, 1));
        YamlNode.Entry second = root.entries().get(1);
        assertThat(second.key()).isEqualTo("🙂é");
        assertThat(second.at()).isEqualTo(new Position(2, 1));
        assertThat(second.value().at()).isEqualTo(new Position(2, 7));
        YamlNode.Sequence list = (YamlNode.Sequence)
                ((Mapping) second.value()).entries().getFirst().value();
        assertThat(list.items().get(2).at()).isEqualTo(new Position(2, 19));
    }

    @Test
    void readsScalarsAsTheCoreSchemaSays() throws YamlException {
        Mapping root = mapping("""
                texts: [no, on, 12:30, 0x, "1", '~', 1_000, 1e, ., .inf, .NaN, 1e999, 2026-11-24, !!str 5]
                numbers: [0, -1, +1, 1.5, .5, 5., 1e3, -1.5E-3, 007]
                truths: [true, False, TRUE]
                nothing: [~, null, Null, ]
                """);
        assertThat(kinds(root, 0)).containsOnly(ScalarKind.TEXT);
        assertThat(kinds(root, 1)).containsOnly(ScalarKind.NUMBER);
        assertThat(kinds(root, 2)).containsOnly(ScalarKind.BOOLEAN);
        assertThat(kinds(root, 3)).containsOnly(ScalarKind.NULL);
    }

    @Test
    void followsAliases() throws YamlException {
        Mapping root = mapping("base: &b { x: 1 }\ncopy: *b\n");
        assertThat(root.entries().get(1).value()).isSameAs(root.entries().get(0).value());
    }

    @Test
    void boundsAliasesThatMultiply() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 30; i++) {
            String name = "*a" + (i - 1);
            laughs.append("a").append(i).append(": &a").append(i).append(" [");
            laughs.append(String.join(", ", List.of(name, name, name, name, name, name, name, name, name)));
            laughs.append("]\n");
        }
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(error(laughs.toString())).matches("[0-9]+:[0-9]+ aliases make this larger than .*"));
    }

    @Test
    void refusesAliasesOfTheirOwnAncestorAndOfNothing() {
        assertThat(error("a: &a [1, *a]"))
                .isEqualTo("1:11 there is no complete node with the anchor &a before this alias");
        assertThat(error("a: *b")).isEqualTo("1:4 there is no complete node with the anchor &b before this alias");
    }

    @Test
    void refusesTheSameKeyTwice() {
        assertThat(error("a: 1\nb: 2\n\"a\": 3\n")).isEqualTo("3:1 \"a\" is here twice");
        assertThat(error("x: { \"k\": 1, k: 2 }")).isEqualTo("1:14 \"k\" is here twice");
    }

    @Test
    void explainsTabs() {
        assertThat(error("a:\n\tb: 1\n")).isEqualTo("2:1 a tab cannot indent YAML; use spaces");
    }

    @Test
    void refusesTagsKeysThatAreNoScalarsAndSecondDocuments() {
        assertThat(error("a: !!java.util.Date 1")).startsWith("1:4 tags such as ");
        assertThat(error("a: !mine { b: 1 }")).startsWith("1:4 tags such as !mine");
        assertThat(error("? [a, b]\n: 1\n")).isEqualTo("1:3 a key must be a single value, not a list or a mapping");
        assertThat(error("a: 1\n---\nb: 2\n")).isEqualTo("2:1 a second document begins; only one is allowed");
    }

    @Test
    void boundsDepthWithoutRunningOutOfStack() {
        assertThat(error("[".repeat(200_000))).isEqualTo("1:65 nested deeper than 64 levels");
        assertThat(error("a: " + "{x: ".repeat(100))).contains("nested deeper than 64 levels");
    }

    @Test
    void saysWhereTheSyntaxBreaks() {
        assertThat(error("a: [1, 2\nb: 3\n")).startsWith("2:2 not YAML: ");
        assertThat(error("a: \"x\nb: 1\n")).matches("[0-9]+:[0-9]+ not YAML: .*");
        assertThat(error("a: 1\n b: 2\n")).startsWith("2:3 not YAML: ");
        assertThat(error("a: \u0001")).matches("[0-9]+:[0-9]+ not YAML: .*");
    }

    @Test
    void anEmptyTextHasNoRoot() throws YamlException {
        assertThat(YamlTexts.read("")).isEmpty();
        assertThat(YamlTexts.read("# only a comment\n")).isEmpty();
    }

    private static Mapping mapping(String text) throws YamlException {
        return (Mapping) YamlTexts.read(text).orElseThrow();
    }

    private static List<ScalarKind> kinds(Mapping root, int entry) {
        YamlNode.Sequence items = (YamlNode.Sequence) root.entries().get(entry).value();
        assertThat(items.items()).isNotEmpty();
        return items.items().stream().map(item -> ((Scalar) item).type()).toList();
    }

    private static String error(String text) {
        try {
            YamlTexts.read(text);
            return fail("no error in " + text);
        } catch (YamlException e) {
            return e.at().line() + ":" + e.at().column() + " " + e.getMessage();
        }
    }
}
