package dev.assay.scoring.scorer;

import dev.assay.metrics.structure.JsonSchema;
import dev.assay.metrics.structure.JsonText;
import java.util.List;
import java.util.Optional;

/**
 * Whether the answer is one JSON value and, with a schema, satisfies it (S3).
 *
 * @param schema compiled once; empty when any JSON will do
 */
record JsonScorer(Optional<JsonSchema> schema) implements Scorer {

    @Override
    public Outcome score(Completion completion) {
        return switch (JsonText.read(completion.answer().strip())) {
            case JsonText.Malformed malformed ->
                Outcome.passed(false, Text.shorten("not JSON: " + malformed, Text.EXPLANATION));
            case JsonText.Parsed parsed -> {
                List<JsonSchema.Violation> violations =
                        schema.map(s -> s.validate(parsed.value())).orElse(List.of());
                yield violations.isEmpty()
                        ? Outcome.passed(true, schema.isPresent() ? "satisfies the schema" : "valid JSON")
                        : Outcome.passed(false, Text.shorten(describe(violations), Text.EXPLANATION));
            }
        };
    }

    private static String describe(List<JsonSchema.Violation> violations) {
        String first = violations.getFirst().toString();
        return violations.size() == 1 ? first : first + " (and " + (violations.size() - 1) + " more)";
    }
}
