package dev.assay.metrics.text.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.metrics.MetricException;
import org.junit.jupiter.api.Test;

/** The limit of the comparisons that normalise (S1). */
class StringVariantsTest {

    @Test
    void refusesMoreMarksInARowThanTheLimit() {
        String most = "e" + "\u0301".repeat(StringVariants.MAX_MARKS);
        assertThat(StringVariants.of(most, most).nfc()).isTrue();
        assertThatThrownBy(() -> StringVariants.of("e", most + "\u0316"))
                .isInstanceOf(MetricException.class)
                .hasMessageContaining("reference")
                .hasMessageContaining("256 combining marks");
        assertThatThrownBy(() -> StringVariants.of("\uFF9E\u0316".repeat(129), "e"))
                .isInstanceOf(MetricException.class)
                .hasMessageContaining("prediction");
    }

    @Test
    void composesMarks() {
        assertThat(StringVariants.nfc("e\u0301")).isEqualTo("\u00E9");
        assertThat(StringVariants.nfkcCasefold("\uFB01")).isEqualTo("fi");
    }
}
