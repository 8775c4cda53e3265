package dev.assay.metrics.text.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numeric answers as for GSM8K (S1). */
class NumericAnswersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A: 540|540",
                "He has 3 + 4 = 7 left.\\n#### 7|7",
                "A: 1\\nno, wait\\nA: 2|2",
                "A: $1,234.50.|1234.50",
                "A: 12.|12",
                "A: -3|-3",
                "A: −3|-3",
                "A: -$5|-5",
                "A: $-5|-5",
                "A: .5|.5",
                "A: 1,2345|1",
                "A: 1,000,000 apples|1000000",
                "A: 5-3|5",
                "A: 2e3|2000",
                "A: 3 eggs|3",
                "A: 75%|75",
                "A: €12|12",
                "A:7|7",
            })
    void takesTheNumberAfterTheLastMarker(String text, String expected) {
        assertThat(NumericAnswers.extract(text.replace("\\n", "\n"), NumericAnswers.Fallback.NONE))
                .hasValueSatisfying(value -> assertThat(value).isEqualByComparingTo(expected));
    }

    @Test
    void withoutMarkerTheFallbackDecides() {
        String text = "I have 3 apples and 14 pears, so 17.";
        assertThat(NumericAnswers.extract(text, NumericAnswers.Fallback.NONE)).isEmpty();
        assertThat(NumericAnswers.extract(text, NumericAnswers.Fallback.LAST_NUMBER))
                .contains(new BigDecimal("17"));
        assertThat(NumericAnswers.extract("NBA: 3 points", NumericAnswers.Fallback.NONE))
                .isEmpty();
        assertThat(NumericAnswers.extract("none at all", NumericAnswers.Fallback.LAST_NUMBER))
                .isEmpty();
    }

    @Test
    void absurdlyLongNumbersAreNoNumbers() {
        assertThat(NumericAnswers.extract("9".repeat(1_000_000), NumericAnswers.Fallback.LAST_NUMBER))
                .isEmpty();
    }

    @Test
    void comparesWithinTheToleranceExactly() {
        assertThat(NumericAnswers.matches(new BigDecimal("0.3"), new BigDecimal("0.1"), 0.2, 0))
                .isTrue();
        assertThat(NumericAnswers.matches(new BigDecimal("103"), new BigDecimal("100"), 0, 0.03))
                .isTrue();
        assertThat(NumericAnswers.matches(new BigDecimal("103.1"), new BigDecimal("100"), 0, 0.03))
                .isFalse();
        assertThat(NumericAnswers.matches(new BigDecimal("18"), new BigDecimal("18.0"), 0, 0))
                .isTrue();
    }
}
