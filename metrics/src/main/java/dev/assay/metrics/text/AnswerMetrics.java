package dev.assay.metrics.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import dev.assay.metrics.text.answer.Contains;
import dev.assay.metrics.text.answer.ExactMatch;
import dev.assay.metrics.text.answer.MultipleChoice;
import dev.assay.metrics.text.answer.NumericAnswers;
import dev.assay.metrics.text.answer.RegexMatch;
import dev.assay.metrics.text.answer.SquadAnswers;
import dev.assay.metrics.text.answer.StringVariants;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Registry entries of the scorers that tell whether one answer is right. */
public final class AnswerMetrics {

    private static final String FAMILY = "text";
    private static final String SQUAD = "Rajpurkar et al. 2016, 2018: SQuAD evaluation scripts v1.1 and v2.0";

    private AnswerMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                MetricSpec.of(
                                FAMILY,
                                "exact_match",
                                "1 when the answer equals an accepted answer, character for character")
                        .needs("prediction", "references")
                        .param("trim", "boolean", "false", "ignore white space at both ends")
                        .source("equality of code points")
                        .by(AnswerMetrics::exactMatch),
                MetricSpec.of(
                                FAMILY,
                                "squad_em_f1",
                                "exact match and token F1 after SQuAD's normalisation, best reference")
                        .needs("prediction", "references")
                        .source(SQUAD)
                        .by(AnswerMetrics::squad),
                MetricSpec.of(FAMILY, "string_match", "equality of two texts under each of the usual normalisations")
                        .needs("prediction", "reference")
                        .source("Unicode Standard, chapters 3.11 and 3.13 (normalisation, case folding)")
                        .by(AnswerMetrics::stringMatch),
                MetricSpec.of(FAMILY, "contains", "1 when the answer contains an accepted text")
                        .needs("prediction", "references")
                        .param("ignore_case", "boolean", "false", "compare with Unicode case folding")
                        .param("all", "boolean", "false", "require every text instead of one")
                        .source("Unicode Standard, chapter 3.13 (case folding)")
                        .by(AnswerMetrics::contains),
                MetricSpec.of(FAMILY, "regex_match", "1 when the answer matches a pattern (RE2 syntax, linear time)")
                        .needs("prediction")
                        .required("pattern", "string", "RE2 pattern; no back references, no look-around")
                        .param("full", "boolean", "false", "match the whole answer instead of a part")
                        .param("ignore_case", "boolean", "false", "match without regard to case")
                        .source("RE2, the linear-time engine RE2/J")
                        .by(AnswerMetrics::regex),
                MetricSpec.of(
                                FAMILY,
                                "numeric_match",
                                "1 when the answer's number equals the expected one within a tolerance")
                        .needs("prediction", "references")
                        .param("abs_tolerance", "number", "0", "allowed absolute difference")
                        .param("rel_tolerance", "number", "0", "allowed difference as a share of the expected number")
                        .param(
                                "fallback",
                                "enum(none|last_number)",
                                "\"last_number\"",
                                "what to do without a marker A: or ####")
                        .source("Cobbe et al. 2021: GSM8K answer format")
                        .by(AnswerMetrics::numeric),
                MetricSpec.of(FAMILY, "multiple_choice", "1 when the answer chooses the expected letter")
                        .needs("prediction", "references")
                        .param("choices", "integer", "4", "number of choices, lettered from A; 1 to 26")
                        .source("own rules: the letter after an answer phrase, else a lone one")
                        .by(AnswerMetrics::multipleChoice));
    }

    private static JsonNode exactMatch(Fields inputs, Fields params) {
        List<String> references = TextMetrics.references(inputs);
        String prediction = inputs.text("prediction");
        if (!params.flag("trim", false)) {
            return TextMetrics.score(ExactMatch.matchesAny(prediction, references));
        }
        String stripped = prediction.strip();
        return TextMetrics.score(references.stream().anyMatch(r -> ExactMatch.matches(stripped, r.strip())));
    }

    private static JsonNode squad(Fields inputs, Fields params) {
        String prediction = inputs.text("prediction");
        List<String> references = TextMetrics.references(inputs);
        return TextMetrics.object()
                .put("normalized_prediction", SquadAnswers.normalize(prediction))
                .put("exact_match", SquadAnswers.exactMatch(prediction, references) ? 1.0 : 0.0)
                .put("f1_v1", SquadAnswers.f1(prediction, references, SquadAnswers.Rules.V1_1))
                .put("f1_v2", SquadAnswers.f1(prediction, references, SquadAnswers.Rules.V2_0));
    }

    private static JsonNode stringMatch(Fields inputs, Fields params) {
        StringVariants v = StringVariants.of(inputs.text("prediction"), inputs.text("reference"));
        return TextMetrics.object()
                .put("exact", v.exact())
                .put("trimmed", v.trimmed())
                .put("collapse_whitespace", v.collapseWhitespace())
                .put("lowercase", v.lowercase())
                .put("casefold", v.casefold())
                .put("nfc", v.nfc())
                .put("nfkc_casefold", v.nfkcCasefold())
                .put("contains", v.contains())
                .put("starts_with", v.startsWith())
                .put("ends_with", v.endsWith())
                .put("code_points", v.codePoints());
    }

    private static JsonNode contains(Fields inputs, Fields params) {
        String prediction = inputs.text("prediction");
        List<String> references = TextMetrics.references(inputs);
        boolean ignoreCase = params.flag("ignore_case", false);
        return TextMetrics.score(
                params.flag("all", false)
                        ? Contains.containsAll(prediction, references, ignoreCase)
                        : Contains.containsAny(prediction, references, ignoreCase));
    }

    private static JsonNode regex(Fields inputs, Fields params) {
        RegexMatch regex =
                RegexMatch.compile(params.path("pattern"), params.text("pattern"), params.flag("ignore_case", false));
        String prediction = inputs.text("prediction");
        return TextMetrics.score(params.flag("full", false) ? regex.matches(prediction) : regex.find(prediction));
    }

    private static JsonNode numeric(Fields inputs, Fields params) {
        NumericAnswers.Fallback fallback = TextMetrics.choice(
                params, "fallback", NumericAnswers.Fallback.class, NumericAnswers.Fallback.LAST_NUMBER);
        double absolute = tolerance(params, "abs_tolerance");
        double relative = tolerance(params, "rel_tolerance");
        Optional<BigDecimal> actual = NumericAnswers.extract(inputs.text("prediction"), fallback);
        boolean right = false;
        for (String reference : TextMetrics.references(inputs)) {
            BigDecimal expected = NumericAnswers.extract(reference, NumericAnswers.Fallback.LAST_NUMBER)
                    .orElseThrow(() -> MetricException.invalid(inputs.path("references"), "a reference has no number"));
            right |= actual.isPresent() && NumericAnswers.matches(actual.get(), expected, absolute, relative);
        }
        ObjectNode result = TextMetrics.score(right);
        return actual.isPresent() ? result.put("extracted", actual.get().toString()) : result.putNull("extracted");
    }

    private static double tolerance(Fields params, String name) {
        double value = params.number(name, 0);
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw MetricException.invalid(params.path(name), "must be a number of at least 0");
        }
        return value;
    }

    private static JsonNode multipleChoice(Fields inputs, Fields params) {
        int choices = TextMetrics.bounded(params, "choices", 4, 1, 26);
        Optional<Character> actual = MultipleChoice.extract(inputs.text("prediction"), choices);
        boolean right = false;
        for (String reference : TextMetrics.references(inputs)) {
            String expected = reference.strip().toUpperCase(Locale.ROOT);
            if (expected.length() != 1 || expected.charAt(0) < 'A' || expected.charAt(0) >= 'A' + choices) {
                throw MetricException.invalid(
                        inputs.path("references"), "expected a letter from A to " + (char) ('A' + choices - 1));
            }
            right |= actual.isPresent() && actual.get() == expected.charAt(0);
        }
        ObjectNode result = TextMetrics.score(right);
        return actual.isPresent() ? result.put("extracted", actual.get().toString()) : result.putNull("extracted");
    }
}
