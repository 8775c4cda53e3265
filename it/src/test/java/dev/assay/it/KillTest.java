package dev.assay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.testing.Eventually;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.Gate;
import dev.assay.testing.model.ModelRequest;
import dev.assay.testing.model.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any process may be killed in the middle of an evaluation: {@code assay up} again, and it completes by itself, with no completion lost and at
 * most what was in flight repeated (R4, and the architecture's last sentence).
 */
class KillTest {

    private static final int QUESTIONS = 150;
    private static final int CONCURRENCY = 4;

    /** Under way at one moment, and answered but not yet durable: results are stored at most 250 ms late. */
    private static final int IN_FLIGHT = CONCURRENCY + CONCURRENCY * 2;

    @TempDir
    Path folder = Path.of("");

    @Test
    void killingAnyProcessLosesNothing() throws IOException {
        Gate gate = new Gate(KillTest::answer);
        try (FakeModelServer model = FakeModelServer.start(gate);
                Assay assay = new Assay(folder, folder.resolve("data"))) {
            writeSuite(model.url());
            assay.run("up", "--separate", "--detach").succeeded();
            Assay.Running evaluation = assay.start("evaluate", "suite.yaml", "--output", "json");

            int expected = 2 * QUESTIONS;
            List<String> parts = List.of("scoring", "runner", "dataset", "postgresql");
            Map<String, Long> pids = assay.pids();
            for (int i = 0; i < parts.size(); i++) {
                String part = parts.get(i);
                int due = expected * (i + 1) / (parts.size() + 2);
                gate.open(due);
                Eventually.until(
                        Duration.ofSeconds(120),
                        due + " requests before " + part + " is killed " + evaluation.errSoFar(),
                        () -> model.requestCount() > due);
                Assay.kill(part, pids.getOrDefault(part, 0L));
                assertThat(assay.run("up", "--detach").succeeded().out()).startsWith("started " + part);
                assertThat(evaluation.process().isAlive())
                        .as(evaluation.errSoFar())
                        .isTrue();
            }
            gate.open();

            Assay.Result disturbed = evaluation.await();
            assertThat(disturbed.code()).as(disturbed.err()).isZero();
            Map<String, Long> times = model.requests().stream()
                    .collect(Collectors.groupingBy(
                            request -> request.model() + " " + request.prompt(), Collectors.counting()));
            assertThat(times).as("every question is answered").hasSize(expected);
            assertThat(model.requestCount() - (long) expected)
                    .as(
                            "requests beyond one for each completion; only the runner calls, and only it and the database keep answers")
                    .isBetween(0L, 2L * IN_FLIGHT);
            assertNothingIsMissing(disturbed.json());

            // The same without any disturbance gives the same numbers.
            Assay.Result calm = assay.run("evaluate", "suite.yaml", "--output", "json");
            assertThat(calm.code()).as(calm.err()).isZero();
            assertThat(numbers(disturbed.json())).isEqualTo(numbers(calm.json()));
        }
    }

    private static void assertNothingIsMissing(JsonNode report) {
        for (String key : List.of("good", "weak")) {
            JsonNode accuracy = report.at("/models/" + key + "/metrics/accuracy");
            assertThat(accuracy.path("n").asInt()).isEqualTo(QUESTIONS);
            assertThat(accuracy.path("coverage").asDouble()).isEqualTo(1.0);
            assertThat(report.at("/models/" + key + "/metrics/error_share/value")
                            .asDouble())
                    .isZero();
        }
    }

    private static List<JsonNode> numbers(JsonNode report) {
        List<JsonNode> numbers = new ArrayList<>();
        for (String key : List.of("good", "weak")) {
            numbers.add(report.at("/models/" + key + "/metrics/accuracy"));
        }
        numbers.add(report.at("/decision"));
        numbers.add(report.at("/gates"));
        return numbers;
    }

    /** {@code good} is right nine times in ten, {@code weak} every other time. */
    private static Reply answer(ModelRequest request) {
        String prompt = request.prompt();
        int number = Integer.parseInt(prompt.substring(prompt.lastIndexOf(' ') + 1));
        boolean right = request.model().equals("good") ? number % 10 != 0 : number % 2 == 0;
        return Reply.text("A: " + (right ? 2 * number : -1));
    }

    private void writeSuite(String url) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < QUESTIONS; i++) {
            rows.append("{\"q\": \"Twice ")
                    .append(i)
                    .append("\", \"a\": \"")
                    .append(2 * i)
                    .append("\"}\n");
        }
        Files.writeString(folder.resolve("doubles.jsonl"), rows);
        String settings =
                "provider: openai_chat, endpoint: \"" + url + "\", limits: { concurrency: " + CONCURRENCY + " }";
        Files.writeString(folder.resolve("suite.yaml"), """
                assay: 1
                data: { file: doubles.jsonl, mapping: { input: q, expected: a, expected_type: text } }
                models:
                  good: { model: good, %1$s }
                  weak: { model: weak, %1$s }
                candidate: good
                baseline: weak
                scorers: { answer: { type: numeric, extract: gsm8k } }
                metrics: { accuracy: { scorer: answer } }
                gates:
                  - { name: good enough, metric: accuracy, at_least: 0.8 }
                  - { name: better, metric: accuracy, improves_by: 0.2 }
                """.formatted(settings));
    }
}
