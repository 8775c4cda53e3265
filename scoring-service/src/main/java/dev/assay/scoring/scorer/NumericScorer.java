package dev.assay.scoring.scorer;

import dev.assay.metrics.text.answer.NumericAnswers;
import dev.assay.suite.ScorerSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the answer's number is the expected one: |answer − expected| ≤ max(tolerance, relativeTolerance · |expected|) (S1). An answer without a number is wrong, not unscored: the model did answer.
 *
 * @param tolerance absolute, ≥ 0
 * @param relativeTolerance as a share of the expected number, ≥ 0
 */
record NumericScorer(ScorerSpec.Extract extract, double tolerance, double relativeTolerance) implements Scorer {

    @Override
    public Outcome score(Completion completion) {
        List<BigDecimal> expected = expected(completion.target());
        if (expected.isEmpty()) {
            return Outcome.skipped("no number is expected");
        }
        String wanted = expected.stream().map(NumericScorer::plain).collect(Collectors.joining(" or "));
        Optional<BigDecimal> found = extracted(completion.answer());
        if (found.isEmpty()) {
            return Outcome.passed(false, "no number in " + Text.quote(completion.answer()) + ", expected " + wanted);
        }
        boolean passed = expected.stream()
                .anyMatch(number -> NumericAnswers.matches(found.get(), number, tolerance, 0)
                        || NumericAnswers.matches(found.get(), number, 0, relativeTolerance));
        return Outcome.passed(passed, "extracted " + plain(found.get()) + ", expected " + wanted);
    }

    private Optional<BigDecimal> extracted(String answer) {
        return switch (extract) {
            case GSM8K -> NumericAnswers.extract(answer, NumericAnswers.Fallback.NONE);
            case LAST -> NumericAnswers.lastNumber(answer);
            case WHOLE -> NumericAnswers.parse(answer.strip());
        };
    }

    private static List<BigDecimal> expected(Target target) {
        List<BigDecimal> numbers = new ArrayList<>();
        switch (target) {
            case Target.Number number -> numbers.add(number.value());
            case Target.Texts texts ->
                texts.accepted().forEach(text -> NumericAnswers.parse(text).ifPresent(numbers::add));
            case Target.Json json -> {
                if (json.value().isNumber()) {
                    numbers.add(json.value().decimalValue());
                } else if (json.value().isTextual()) {
                    NumericAnswers.parse(json.value().textValue()).ifPresent(numbers::add);
                }
            }
            case Target.None none -> {}
        }
        return numbers;
    }

    private static String plain(BigDecimal number) {
        return Math.abs(number.scale()) > 40 ? number.toString() : number.toPlainString();
    }
}
