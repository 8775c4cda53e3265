package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.embedding.MiniLm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words of the command line that need no stack: usage, lists, checks, metrics (P2). */
class CommandsTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void badUsageIsTwoWithAHint() {
        for (List<String> words : List.of(
                List.<String>of(),
                List.of("evalute"),
                List.of("evaluate"),
                List.of("evaluate", "a.yaml", "b.yaml"),
                List.of("evaluate", "a.yaml", "--nothing"),
                List.of("evaluate", "a.yaml", "--output", "xml"),
                List.of("evaluate", "a.yaml", "--request-id", "7"),
                List.of("up", "--port", "many"),
                List.of("up", "--port", "0"),
                List.of("datasets"),
                List.of("datasets", "list", "--server", "nowhere"),
                List.of("datasets", "list", "--server", "web=h:1"),
                List.of("datasets", "list", "--server", "h:99999"),
                List.of("datasets", "list", "--server", "h:1", "--project", "Not A Name"),
                List.of("datasets", "list", "--tls"),
                List.of("metrics", "compute", "none.jsonl"))) {
            CommandResult result = CommandResult.of(folder, words.toArray(String[]::new));
            assertThat(result.code()).as(words.toString()).isEqualTo(2);
            assertThat(result.out()).as(words.toString()).isEmpty();
            assertThat(result.err()).as(words.toString()).startsWith("assay: ").doesNotContain("\tat ");
        }
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        assertThat(CommandResult.of(folder, "--version")).isEqualTo(new CommandResult(0, "assay 1.2.3\n", ""));
        assertThat(CommandResult.of(folder, "--help").out()).contains("evaluate", "demo", "status", "metrics");
        CommandResult help = CommandResult.of(folder, "evaluate", "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("--candidate", "--server", "Exit code: 0 SHIP, 1 ITERATE");
    }

    @Test
    void completionIsAScriptForTheShell() {
        assertThat(CommandResult.of(folder, "completion").out()).contains("evaluate", "complete -F _complete_assay");
        assertThat(CommandResult.of(folder, "completion", "zsh").out()).startsWith("autoload -U +X bashcompinit");
    }

    @Test
    void listsFollowPagesAndLimits() {
        try (FakeServices services = new FakeServices()) {
            CommandResult all = CommandResult.of(folder, "datasets", "list", "--server", services.address());
            assertThat(all.code()).isZero();
            assertThat(all.out().lines()).hasSize(6).first().asString().startsWith("dataset");
            assertThat(all.out()).contains("set-4    Title 4");
            CommandResult some = CommandResult.of(
                    folder, "datasets", "list", "--limit", "3", "-o", "json", "--server", services.address());
            assertThat(some.out()).contains("projects/default/datasets/set-2").doesNotContain("set-3");
        }
    }

    @Test
    void whatDoesNotExistIsTwo() {
        try (FakeServices services = new FakeServices()) {
            CommandResult result =
                    CommandResult.of(folder, "datasets", "delete", "none", "--server", services.address());
            assertThat(result)
                    .isEqualTo(new CommandResult(2, "", "assay: projects/default/datasets/none does not exist\n"));
        }
    }

    @Test
    void checksASuiteWithoutAnyService() throws IOException {
        Path examples = Path.of("../examples").toAbsolutePath();
        CommandResult result = CommandResult.of(examples, "suites", "check", "gsm8k/suite.yaml");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("gsm8k/suite.yaml is valid, sha256:");
        Files.writeString(folder.resolve("bad.yaml"), "a: [1\n");
        CommandResult bad = CommandResult.of(folder, "suites", "check", "bad.yaml");
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err()).startsWith("bad.yaml:2:1: not YAML");
        Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});
        assertThat(CommandResult.of(folder, "suites", "check", "latin.yaml").err())
                .isEqualTo("latin.yaml:1:1: is not UTF-8\n");
    }

    @Test
    void computesMetricsLineByLine() {
        String input = """
                \uFEFF{"id": 1, "metric": "exact_match", "inputs": {"prediction": "a", "reference": "a"}}

                {"id": "two", "metric": "no_such_metric", "inputs": {}}
                not json
                [1]
                {"id": 5}
                """;
        CommandResult result = CommandResult.of(folder, Map.of(), input, "metrics", "compute", "-");
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).startsWith("{\"id\":1,");
        assertThat(lines.get(1))
                .isEqualTo("{\"id\":\"two\",\"error\":\"metric: unknown metric \\\"no_such_metric\\\"\"}");
        assertThat(lines.get(2)).startsWith("{\"id\":null,\"error\":\"line 4: not JSON");
        assertThat(lines.get(3)).isEqualTo("{\"id\":null,\"error\":\"line 5: is not an object\"}");
        assertThat(lines.get(4)).isEqualTo("{\"id\":5,\"error\":\"metric: must be a text\"}");
    }

    @Test
    void anAnswerIsOneLineForEveryReader() {
        String input = "{\"id\": \"a\\u2028b\\u2029c\\u0085d\", \"metric\": \"none\"}\n";
        CommandResult result = CommandResult.of(folder, Map.of(), input, "metrics", "compute");
        assertThat(result.out()).startsWith("{\"id\":\"a\\u2028b\\u2029c\\u0085d\",");
    }

    @Test
    void bringsTheEmbeddingModel() {
        String input = """
                {"id": 1, "metric": "embedding_similarity", "inputs": {"hypothesis": "creme", "reference": "Cr\u00e8me"}}
                {"id": 2, "metric": "embedding_similarity", "inputs": {"hypothesis": "", "reference": "words"}}
                """;
        CommandResult result = CommandResult.of(folder, Map.of(), input, "metrics", "compute");
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .containsExactly(
                        "{\"id\":1,\"value\":{\"score\":1.0,\"reference\":0,\"truncated\":false,\"model\":\""
                                + MiniLm.MODEL.name() + "\",\"model_version\":\"" + MiniLm.MODEL.version() + "\"}}",
                        "{\"id\":2,\"error\":\"a text without words has no embedding\"}");
    }

    @Test
    void listsMetrics() {
        assertThat(CommandResult.of(folder, "metrics", "list").out()).startsWith("metric ");
        assertThat(CommandResult.of(folder, "metrics", "list", "-o", "json").out())
                .startsWith("{");
    }

    @Test
    void withoutAnInstallationThereIsNoStack() {
        CommandResult result = CommandResult.of(folder, "up", "--detach", "--data", "data");
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err())
                .isEqualTo(
                        "assay: this installation has no local stack; say where the services are with --server HOST:PORT\n");
        assertThat(CommandResult.of(folder, "status", "--data", "data").out()).startsWith("nothing runs in ");
        assertThat(CommandResult.of(folder, "down", "--data", "data").out()).isEqualTo("nothing ran\n");
    }

    @Test
    void anUnwritableDataFolderIsSaid() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        CommandResult result = CommandResult.of(folder, "up", "--data", "file/data");
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err())
                .startsWith("assay: cannot write in the data folder ")
                .contains("--data or ASSAY_DATA");
    }
}
