package dev.assay.metrics.text.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The letter that a free answer chooses (S1). */
class MultipleChoiceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "B|B",
                "(b)|B",
                "B.|B",
                "C) Paris|C",
                "The answer is (D).|D",
                "The correct answer is: **B**|B",
                "Answer: A|A",
                "Final answer \\boxed{C}|C",
                "A is wrong, so the answer is option D|D",
                "I first thought the answer is A, but the answer is B|B",
                "It must be (C), as shown above|C",
                "Clearly B follows|B",
                "A dog barks|-",
                "Either B or C|-",
                "E|-",
                "Because of this|-",
                "The answer is a dog|-",
                "answer: a|A",
            })
    void extracts(String text, String expected) {
        String found = MultipleChoice.extract(text, 4).map(String::valueOf).orElse("-");
        assertThat(found).isEqualTo(expected);
    }
}
