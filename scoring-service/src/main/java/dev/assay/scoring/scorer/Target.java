package dev.assay.scoring.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What an answer is compared with. */
public sealed interface Target {

    /** Accepted texts; any of them is right. A label is one text. */
    record Texts(List<String> accepted) implements Target {
        public Texts {
            accepted = List.copyOf(accepted);
        }
    }

    /** A JSON value; expected tool calls are one too. */
    record Json(JsonNode value) implements Target {}

    /** A number. */
    record Number(BigDecimal value) implements Target {}

    /** Nothing is known. */
    record None() implements Target {}

    /** The accepted texts; empty where the target is not text, or nothing is accepted. */
    default Optional<List<String>> texts() {
        return switch (this) {
            case Texts texts -> texts.accepted().isEmpty() ? Optional.empty() : Optional.of(texts.accepted());
            case Number number -> Optional.of(List.of(number.value().toPlainString()));
            case Json json ->
                json.value().isTextual() ? Optional.of(List.of(json.value().textValue())) : Optional.empty();
            case None none -> Optional.empty();
        };
    }

    /** For people. */
    default String describe() {
        return switch (this) {
            case Texts texts -> String.join(" | ", texts.accepted());
            case Number number -> number.value().toPlainString();
            case Json json -> json.value().toString();
            case None none -> "";
        };
    }
}
