package dev.assay.scoring.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The 200 real questions of the example with the real answers of four models. */
public final class Gsm8k {

    private static final Path FILE = Path.of("..", "examples", "gsm8k", "gsm8k_real_run_200.jsonl");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Gsm8k() {}

    public static final String SUITE = """
            assay: 1
            title: GSM8K, verification against fine-tuning
            data:
              dataset: gsm8k
              file: gsm8k_real_run_200.jsonl
              format: jsonl
              mapping: { input: input, expected: expected, expected_type: text, recorded_answers: { "*": outputs.*.text } }
            models:
              175b_finetuning: { provider: recorded }
              175b_verification: { provider: recorded }
              6b_finetuning: { provider: recorded }
            candidate: 175b_verification
            baseline: 175b_finetuning
            others: [6b_finetuning]
            scorers:
              answer: { type: numeric, extract: gsm8k }
            metrics:
              accuracy: { scorer: answer }
            gates:
              - { name: good enough, metric: accuracy, at_least: 0.5 }
              - { name: better, metric: accuracy, improves_by: 0.05 }
              - { name: no regression, metric: accuracy, regresses_by_at_most: 0.05, by: category }
            seed: 20261124
            """;

    public static List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(FILE)) {
                JsonNode row = JSON.readTree(line);
                Map<String, String> answers = new TreeMap<>();
                row.path("outputs")
                        .properties()
                        .forEach(output -> answers.put(
                                output.getKey(), output.getValue().path("text").asText()));
                questions.add(Question.of(
                        row.path("id").asText(),
                        row.path("input").asText(),
                        row.path("expected").asText(),
                        "",
                        answers));
            }
            return questions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
