package dev.assay.suite;

import static dev.assay.suite.Suites.SMALL;
import static dev.assay.suite.Suites.errors;
import static dev.assay.suite.Suites.valid;
import static dev.assay.suite.Suites.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assay.suite.GateSpec.Common;
import dev.assay.suite.GateSpec.Improvement;
import dev.assay.suite.GateSpec.NonInferiority;
import dev.assay.suite.GateSpec.Ratio;
import dev.assay.suite.GateSpec.Side;
import dev.assay.suite.GateSpec.Threshold;
import dev.assay.suite.ModelSpec.Calls;
import dev.assay.suite.ModelSpec.Limits;
import dev.assay.suite.ModelSpec.Prices;
import dev.assay.suite.ModelSpec.Provider;
import dev.assay.suite.yaml.JsonTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A suite is read whole, and every mistake in it is reported at once with its place (S9, R5, R10). */
class SuiteParserTest {

    private static final Optional<String> NO = Optional.empty();

    @Test
    void fillsDefaultsIn() {
        assertThat(valid(SMALL))
                .isEqualTo(new Suite(
                        "",
                        "",
                        new Data(
                                "questions-v2",
                                Optional.of("Questions (v2).jsonl"),
                                NO,
                                Data.Format.JSONL,
                                new Mapping(
                                        Optional.of("q"),
                                        new TreeMap<>(),
                                        Optional.of("a"),
                                        Mapping.ExpectedType.AUTO,
                                        NO,
                                        NO,
                                        new TreeMap<>(),
                                        NO,
                                        NO,
                                        NO,
                                        new TreeMap<>(),
                                        new TreeMap<>()),
                                0),
                        new TreeMap<>(),
                        Optional.empty(),
                        Generation.NONE,
                        1,
                        0,
                        new TreeMap<>(Map.of("new", recorded("new"), "old", recorded("old"))),
                        "new",
                        Optional.of("old"),
                        List.of(),
                        new TreeMap<>(Map.of("right", new ScorerSpec.ExactMatch(ScorerSpec.Normalise.STRICT))),
                        new TreeMap<>(Map.of("accuracy", new MetricSpec("right"))),
                        List.of(new Threshold(new Common("good", "accuracy", NO, 0.99, false), Side.AT_LEAST, 0.5)),
                        0.95,
                        0.01,
                        Suite.Cache.OFF,
                        Optional.empty(),
                        0));
    }

    @Test
    void readsEveryField() {
        Suite suite = valid(Suites.full());

        assertThat(suite.title()).isEqualTo("GSM8K, verification against fine-tuning");
        assertThat(suite.description()).isEqualTo("Two lines,\nwith ünïcödé and 数学.\n");
        assertThat(suite.data().mapping())
                .isEqualTo(new Mapping(
                        Optional.of("input"),
                        new TreeMap<>(),
                        Optional.of("expected"),
                        Mapping.ExpectedType.TEXT,
                        Optional.of("kind"),
                        Optional.of("tags"),
                        new TreeMap<>(Map.of("language", "meta.language")),
                        Optional.of("passage"),
                        Optional.of("at"),
                        Optional.of("weight"),
                        new TreeMap<>(Map.of("id", "id", "the source", "\"meta.source\"")),
                        new TreeMap<>(Map.of("*", "outputs.*.text", "human", "answers.human"))));
        assertThat(suite.slices())
                .isEqualTo(Map.of(
                        "long", new SliceSpec(List.of(), List.of("hard", "long")),
                        "edge", new SliceSpec(List.of("adversarial", "edge"), List.of("en"))));
        assertThat(suite.prompt())
                .contains(new Prompt(
                        Optional.of("Answer with the number after \"A:\"."), "Question: {{input}} and a literal {{{{"));
        assertThat(suite.generation())
                .isEqualTo(new Generation(
                        Optional.of(0.7),
                        Optional.of(0.9),
                        Optional.of(256),
                        Optional.of(1L),
                        List.of("\n\n", "Q:"),
                        List.of(
                                new Generation.Tool(
                                        "calculator",
                                        "Computes a term.",
                                        Optional.of(json(
                                                "{\"properties\":{\"term\":{\"maxLength\":200,\"type\":\"string\"}},"
                                                        + "\"required\":[\"term\"],\"type\":\"object\"}"))),
                                new Generation.Tool("give_up", "", Optional.empty())),
                        Optional.of(json("{\"properties\":{\"answer\":{\"minimum\":-1.5,\"type\":\"number\"}},"
                                + "\"required\":[\"answer\"],\"type\":\"object\"}")),
                        true,
                        true));
        assertThat(suite.models().get("smollm2"))
                .isEqualTo(new ModelSpec(
                        Provider.OPENAI_CHAT,
                        Optional.of("http://127.0.0.1:8080/v1"),
                        "smollm2",
                        Optional.of("env:KEY"),
                        new Limits(600, 90_000, 4),
                        Optional.of(new Prices(
                                "USD", "0.15", Optional.of("0.075"), Optional.of("0.20"), "0.60", Optional.of("0.90"))),
                        new Calls(
                                3,
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(1),
                                Duration.ofHours(1),
                                Duration.ofMillis(250),
                                Duration.ofSeconds(20)),
                        Optional.empty(),
                        Optional.of("max_completion_tokens")));
        assertThat(suite.models().get("app"))
                .isEqualTo(new ModelSpec(
                        Provider.GRPC_TARGET,
                        Optional.of("grpcs://app.example.com:9000"),
                        "",
                        NO,
                        Limits.DEFAULT,
                        Optional.empty(),
                        Calls.DEFAULT,
                        Optional.empty(),
                        NO));
        assertThat(suite.models().get("site"))
                .extracting(ModelSpec::template)
                .isEqualTo(Optional.of(new ModelSpec.Template(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("question", "{{prompt}}")
                                .set(
                                        "options",
                                        JsonNodeFactory.instance
                                                .objectNode()
                                                .put("heat", "{{temperature}}")
                                                .set("n", JsonTrees.number(3))),
                        "/result/answer",
                        Optional.of("/result/why"),
                        Optional.of("/tokens/in"),
                        Optional.of("/tokens/out"),
                        Optional.of("/failure"),
                        Optional.of("x-key"),
                        Optional.of("Token"),
                        new TreeMap<>(Map.of("x-version", "2")),
                        Optional.of(new ModelSpec.Stream(
                                Optional.of(
                                        JsonNodeFactory.instance.objectNode().put("stream", true)),
                                "/delta/text",
                                Optional.of("[END]"),
                                Optional.of("/over"))))));
        assertThat(suite.models().get("6b_finetuning"))
                .extracting(ModelSpec::prices)
                .isEqualTo(Optional.of(new Prices("EUR", "1", NO, NO, "2.50", NO)));
        assertThat(suite.others()).containsExactly("6b_finetuning", "smollm2");
        assertThat(suite.gates())
                .containsExactly(
                        new Threshold(new Common("good enough", "accuracy", NO, 0.99, false), Side.AT_LEAST, 0.5),
                        new Threshold(new Common("cheap", "cost_total", NO, 1, false), Side.AT_MOST, 12.5),
                        new Improvement(new Common("better", "accuracy", Optional.of("edge"), 0.99, false), 0.05, true),
                        new Improvement(new Common("better by points", "exactness", NO, 0.99, false), 0.05, false),
                        new NonInferiority(
                                new Common("no category regresses", "accuracy", NO, 0.99, false), 0.05, true),
                        new Ratio(new Common("not slower", "latency_p99", NO, 0.99, false), 2),
                        new Threshold(new Common("all JSON", "schema_compliance", NO, 0.99, true), Side.AT_LEAST, 1));
        assertThat(suite.confidence()).isEqualTo(0.9);
        assertThat(suite.seed()).isEqualTo(20261124);
    }

    @Test
    void reportsEveryErrorAtOnceInTheOrderOfTheText() {
        assertThat(errors("""
                assay: 1
                titel: x
                data:
                  file: a.jsonl
                  mapping: { input: q, expected_type: txt, expect: a }
                models:
                  new: { provider: recordet }
                  old: { provider: openai_chat, credential: sk-12345 }
                candidate: nwe
                samples: 1.5
                scorers:
                  right: { type: exact_match, normalize: squad }
                metrics:
                  accuracy: { scorer: rigth }
                gates:
                  - { name: good, metric: acuracy, at_least: 0.5 }
                  - { name: good, metric: accuracy, improves_by: lots }
                confidence: 95
                """))
                .containsExactly(
                        "2:1: unknown field \"titel\"; did you mean \"title\"?",
                        "5:39: data.mapping.expected_type: \"txt\" is not one of auto, text, texts, json, label, number, tool_calls; did you mean \"text\"?",
                        "5:39: data.mapping.expected_type: has a meaning only with \"expected\"",
                        "5:44: data.mapping: unknown field \"expect\"; did you mean \"expected\"?",
                        "7:20: models.new.provider: \"recordet\" is not one of recorded, openai_chat, anthropic_messages, gemini, openai_completions, http_template, grpc_target; did you mean \"recorded\"?",
                        "8:8: models.old: \"endpoint\" is missing",
                        "8:8: models.old: \"model\" is missing",
                        "8:45: models.old.credential: must say where the secret is, env:NAME or file:/path, and never be the secret itself",
                        "9:12: candidate: unknown model \"nwe\"; did you mean \"new\"?",
                        "10:10: samples: 1.5 is not a whole number",
                        "12:31: scorers.right: unknown field \"normalize\"; did you mean \"normalise\"?",
                        "14:23: metrics.accuracy.scorer: unknown scorer \"rigth\"; did you mean \"right\"?",
                        "16:27: gates[0].metric: unknown metric \"acuracy\"; did you mean \"accuracy\"?",
                        "17:13: gates[1].name: another gate is named \"good\" too",
                        "17:37: gates[1].improves_by: compares with the baseline, but the suite has no \"baseline\"",
                        "17:50: gates[1].improves_by: a number or a percentage of the baseline's value such as 5% is expected",
                        "18:13: confidence: 95 is not between 0.5 and 0.9999");
    }

    @Test
    void refusesDifferencesOfQuantilesAndTotals() {
        assertThat(errors("""
                assay: 1
                title: x
                data: { file: a.jsonl, mapping: { input: q } }
                models:
                  new: { provider: recorded }
                  old: { provider: recorded }
                candidate: new
                baseline: old
                gates:
                  - { name: faster, metric: latency_p99, improves_by: 0.1 }
                  - { name: cheap, metric: cost_total, regresses_by_at_most: 1 }
                  - { name: as fast, metric: latency_p99, ratio_to_baseline_at_most: 2 }
                  - { name: cheaper, metric: cost_mean, improves_by: 5% }
                """))
                .containsExactly(
                        "10:42: gates[0].improves_by: latency_p99 has no difference example by example; use \"ratio_to_baseline_at_most\"",
                        "11:40: gates[1].regresses_by_at_most: cost_total has no difference example by example; use \"ratio_to_baseline_at_most\"");
    }

    @Test
    void namesWhatIsMissing() {
        assertThat(errors("assay: 1"))
                .containsExactly(
                        "1:1: \"data\" is missing",
                        "1:1: \"models\" is missing",
                        "1:1: \"candidate\" is missing",
                        "1:1: \"gates\" is missing");
        assertThat(errors("title: x")).contains("1:1: \"assay\" is missing");
    }

    @Test
    void anotherFormatIsNotJudgedByTheRulesOfThisOne() {
        assertThat(errors("assay: 2\nnovelty: true"))
                .containsExactly("1:8: assay: format 2 is not known here; this version of Assay reads format 1");
    }

    @Test
    void takesAFileOrAVersion() {
        String both = "  file: Questions (v2).jsonl\n  version: projects/p/datasets/d/versions/latest";
        assertThat(errors(with("  file: Questions (v2).jsonl", both)))
                .containsExactly("3:3: data: \"file\" and \"version\" exclude each other; give one of them");
        assertThat(errors(with("  file: Questions (v2).jsonl\n", "")))
                .containsExactly("3:3: data: \"file\" or \"version\" is missing; give one of them");
        assertThat(errors(with("file: Questions (v2).jsonl", "version: projects/p/datasets/d/versions/latest")))
                .containsExactly("4:3: data.mapping: has a meaning only with \"file\": a version is imported already");

        Data data = valid(with(
                        "  file: Questions (v2).jsonl\n  mapping: { input: q, expected: a }",
                        "  version: projects/p/datasets/d-1/versions/abc"))
                .data();
        assertThat(data)
                .isEqualTo(new Data(
                        "d-1",
                        NO,
                        Optional.of("projects/p/datasets/d-1/versions/abc"),
                        Data.Format.JSONL,
                        Mapping.NONE,
                        0));
    }

    @Test
    void makesADatasetIdOfTheFilesName() {
        assertThat(Names.idOf("a/b/GSM8K.test.jsonl")).isEqualTo("gsm8k.test");
        assertThat(Names.idOf("..\\Ünï çode--.jsonl")).isEqualTo("n-ode");
        assertThat(Names.idOf("数学.jsonl")).isEmpty();
        assertThat(Names.idOf("x".repeat(100))).hasSize(63);
        assertThat(errors(with("Questions (v2)", "数学")))
                .containsExactly("3:9: data.file: no dataset id can be made from this name; give \"dataset\"");
    }

    @Test
    void checksTheVariablesOfPrompts() {
        assertThat(errors(SMALL + "prompt: { user: \"{{question}}\" }\n"))
                .containsExactly("16:17: prompt.user: unknown variable \"question\"; there is input");
        assertThat(errors(with("input: q", "variables: { question: q }")))
                .containsExactly("1:1: \"prompt\" is missing: the data have variables, which only a prompt can use");
        assertThat(errors(with("input: q", "variables: { question: q }")
                        + "prompt: { system: \"{{ question }} {{{{\", user: \"{{questoin}} {{\" }\n"))
                .containsExactly(
                        "16:48: prompt.user: unknown variable \"questoin\"; did you mean \"question\"?",
                        "16:48: prompt.user: \"{{\" is not closed; write \"{{{{\" for a literal one");
    }

    @Test
    void refusesWhatHasNoMeaningForRecordedAnswers() {
        assertThat(errors(with(
                        "new: { provider: recorded }",
                        "new: { provider: recorded, endpoint: 'http://x/v1', model: m, limits: {} }")))
                .containsExactly(
                        "6:30: models.new.endpoint: has no meaning for recorded answers: nothing is called",
                        "6:55: models.new.model: has no meaning for recorded answers; their name is \"recorded_as\"",
                        "6:65: models.new.limits: has no meaning for recorded answers: nothing is called");
    }

    @Test
    void refusesEndpointsThatAreNoPlainUrl() {
        for (String endpoint :
                List.of("ftp://x/v1", "x/v1", "http://", "http://u:p@h/v1", "http://h/v1?k=1", "http://[")) {
            assertThat(errors(with(
                            "new: { provider: recorded }",
                            "new: { provider: openai_chat, model: m, endpoint: '" + endpoint + "' }")))
                    .as(endpoint)
                    .hasSize(1)
                    .allMatch(error -> error.startsWith("6:53: models.new.endpoint: "));
        }
    }

    @Test
    void neverRepeatsWhatMayBeASecret() {
        List<String> errors = errors(with(
                "new: { provider: recorded }",
                "new: { provider: openai_chat, model: m, endpoint: 'https://h/v1', credential: sk-verysecret }"));
        assertThat(errors).hasSize(1).noneMatch(error -> error.contains("verysecret"));
    }

    @Test
    void aGateHasOneCriterion() {
        assertThat(errors(with("at_least: 0.5", "by: category")))
                .containsExactly(
                        "15:5: gates[0]: has no criterion; give one of at_least, at_most, improves_by, regresses_by_at_most, ratio_to_baseline_at_most",
                        "15:37: gates[0].by: has a meaning only with \"regresses_by_at_most\"");
        assertThat(errors(with("at_least: 0.5", "at_least: 0.5, at_most: 0.9")))
                .containsExactly("15:5: gates[0]: has several criteria (at_least, at_most); make a gate of each");
        assertThat(errors(with("  - { name: good, metric: accuracy, at_least: 0.5 }", "  []")))
                .containsExactly("15:3: gates: names no gate; without one there is nothing to decide");
    }

    @Test
    void checksPatternsAndTheirGroups() {
        assertThat(errors(with("{ type: exact_match }", "{ type: regex, pattern: '(a' }")))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("11:34: scorers.right.pattern: is not a pattern of RE2 syntax: missing closing )");
        assertThat(errors(with("{ type: exact_match }", "{ type: regex, pattern: 'a', group: 1 }")))
                .containsExactly("11:46: scorers.right.group: the pattern has 0 groups");
    }

    @Test
    void asksForQuotesAndForValues() {
        assertThat(errors(SMALL + "title: 2026\ndescription:\n"))
                .containsExactly(
                        "16:8: title: a text is expected; put it in quotes: \"2026\"",
                        "17:13: description: has no value; give one or remove the line");
    }

    @Test
    void refusesABuiltInNameForAMetric() {
        assertThat(errors(with("accuracy: { scorer: right }", "latency_p99: { scorer: right }")
                        .replace("metric: accuracy", "metric: latency_p99")))
                .containsExactly(
                        "13:16: metrics.latency_p99: is the name of a built-in metric, which needs no declaration");
    }

    @Test
    void refusesATextThatCannotBeStored() {
        assertThat(errors(SMALL + "title: \"a\\0b\"\n"))
                .containsExactly("16:8: title: holds the character U+0000, which cannot be stored");
    }

    @Test
    void refusesMoreThanAMebibyte() {
        String comment = "# " + "é".repeat(Suite.MAX_BYTES / 2) + "\n";
        assertThat(errors(comment + SMALL)).containsExactly("1:1: is larger than 1 MiB");
        String filled = SMALL + "#" + "x".repeat(Suite.MAX_BYTES - SMALL.length() - 1);
        assertThat(filled).hasSize(Suite.MAX_BYTES);
        assertThat(errors(filled)).isEmpty();
    }

    @Test
    void readsJsonAndSkipsAByteOrderMark() {
        Suite suite = valid(Suites.full());
        assertThat(valid("\uFEFF" + suite.definition().toPrettyString())).isEqualTo(suite);
    }

    @Test
    void warnsWithoutRefusing() {
        SuiteParse parse = SuiteParser.parse(with("right: {", "spare: { type: contains }\n  right: {")
                + "samples: 4\ngeneration: { temperature: 0 }\n");
        assertThat(parse.errors()).isEmpty();
        assertThat(parse.warnings())
                .extracting(Problem::format)
                .containsExactly(
                        "10:1: scorers.spare: no metric uses this scorer",
                        "17:10: samples: samples at temperature 0 are hardly independent of each other");
    }

    @Test
    void messagesStayOneShortLine() {
        List<String> errors = errors(SMALL + "\"a\\nb\": 1\n? " + "k".repeat(100_000) + "\n: 1\n");
        assertThat(errors).hasSize(2).allMatch(error -> error.length() < 600 && error.indexOf('\n') < 0);
    }

    @Test
    void whateverTextComesThereIsAnAnswer() {
        String full = Suites.full();
        for (int end = 0; end < full.length(); end++) {
            assertThat(SuiteParser.parse(full.substring(0, end)).errors()).allMatch(problem -> problem.line() > 0);
        }
        java.util.Random random = new java.util.Random(20261124);
        String marks = "{}[]:,-#&*!|>'\"%@`?\t\n \u0000\uD800x1";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder(full);
            for (int change = 0; change < 3; change++) {
                text.setCharAt(random.nextInt(text.length()), marks.charAt(random.nextInt(marks.length())));
            }
            SuiteParse parse = SuiteParser.parse(text.toString());
            assertThat(parse.suite().isEmpty()).isEqualTo(!parse.errors().isEmpty());
            parse.suite()
                    .ifPresent(suite ->
                            assertThat(Suite.fromDefinition(suite.definition())).isEqualTo(suite));
        }
    }

    private static ModelSpec recorded(String name) {
        return new ModelSpec(
                Provider.RECORDED, NO, name, NO, Limits.DEFAULT, Optional.empty(), Calls.DEFAULT, Optional.empty(), NO);
    }

    private static JsonNode json(String text) {
        try {
            return Definitions.canonical(new ObjectMapper().readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
