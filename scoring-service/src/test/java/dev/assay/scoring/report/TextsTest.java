package dev.assay.scoring.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.metrics.statistics.Estimate;
import dev.assay.scoring.report.Numbers.Style;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Hostile texts in reports, and how numbers are written (S17). */
class TextsTest {

    private static final String HOSTILE = "<script>alert(\"1\")</script>\u0000|`@all\n& '";

    @Test
    void nothingThatAModelSaysBecomesMarkup() {
        assertThat(Html.escape(HOSTILE))
                .doesNotContain("<")
                .doesNotContain("\"")
                .doesNotContain("\u0000");
        assertThat(MarkdownReport.escape(HOSTILE))
                .doesNotContain("<")
                .doesNotContain("\n")
                .contains("\\|")
                .doesNotContain("@all");
        assertThat(JunitReport.escape(HOSTILE + "\uD800"))
                .doesNotContain("<")
                .doesNotContain("\u0000")
                .doesNotContain("\uD800");
        String plot = IntervalPlot.draw(
                List.of(new IntervalPlot.Row(HOSTILE, Estimate.of(1, 0.1, 0.5, Double.NaN, 0.95, "m", 3, 0), "other")),
                OptionalDouble.of(0),
                Numbers::significant,
                HOSTILE);
        assertThat(plot).doesNotContain("<script").contains("<svg");
    }

    @Test
    void numbersAreWrittenTheSameEverywhere() {
        Style share = new Style(true, "");
        assertThat(share.value(0.585)).isEqualTo("58.5%");
        assertThat(share.difference(-0.26)).isEqualTo("−26.0 points");
        assertThat(share.interval(Estimate.of(0.5, 0, 0.25, Double.NaN, 0.9, "m", 2, 0)))
                .isEqualTo("25.0% to unbounded");
        assertThat(new Style(false, "s").value(1234.5678)).isEqualTo("1235 s");
        assertThat(Numbers.significant(-0.00001234567)).isEqualTo("−0.00001235");
        assertThat(Numbers.fixed(-0.0001, 1)).isEqualTo("0.0");
        assertThat(Numbers.pValue(0.00001)).isEqualTo("< 0.0001");
    }

    @Test
    void anAxisCoversItsValuesWithRoundTicks() {
        for (double[] range : new double[][] {{0.1, 0.9}, {-3, 17}, {5, 5}, {0, 0}, {1e-9, 2e-9}, {-1e6, 1e7}}) {
            Axis axis = new Axis(range[0], range[1], 10, 100, 6);
            assertThat(axis.contains(range[0]) && axis.contains(range[1])).isTrue();
            assertThat(axis.ticks()).hasSizeBetween(2, 12);
            assertThat(axis.at(range[1])).isBetween(10.0, 110.0);
        }
    }
}
