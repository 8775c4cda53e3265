package dev.assay.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Suites that the tests start from. */
final class Suites {

    /** The smallest suite that is valid, one field a line. */
    static final String SMALL = """
            assay: 1
            data:
              file: Questions (v2).jsonl
              mapping: { input: q, expected: a }
            models:
              new: { provider: recorded }
              old: { provider: recorded }
            candidate: new
            baseline: old
            scorers:
              right: { type: exact_match }
            metrics:
              accuracy: { scorer: right }
            gates:
              - { name: good, metric: accuracy, at_least: 0.5 }
            """;

    private Suites() {}

    static String full() {
        return resource("full.yaml");
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Suites.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Suite valid(String yaml) {
        SuiteParse parse = SuiteParser.parse(yaml);
        assertThat(parse.errors()).isEmpty();
        return parse.suite().orElseThrow();
    }

    /** The errors as a compiler would write them. */
    static List<String> errors(String yaml) {
        SuiteParse parse = SuiteParser.parse(yaml);
        assertThat(parse.suite().isEmpty()).isEqualTo(!parse.errors().isEmpty());
        return parse.errors().stream().map(Problem::format).toList();
    }

    static String with(String line, String replacement) {
        assertThat(SMALL).contains(line);
        return SMALL.replace(line, replacement);
    }
}
