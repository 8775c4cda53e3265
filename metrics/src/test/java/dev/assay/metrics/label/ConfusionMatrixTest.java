package dev.assay.metrics.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.MetricException;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** S2: what a confusion matrix says, whatever the order of rows and labels. */
class ConfusionMatrixTest {

    private static ConfusionMatrix matrix(List<Integer> truth, List<Integer> answered) {
        return ConfusionMatrix.of(array(truth), array(answered), 4);
    }

    private static int[] array(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    @Property
    void valuesAreShares(
            @ForAll @Size(12) List<@IntRange(max = 3) Integer> truth,
            @ForAll @Size(12) List<@IntRange(max = 3) Integer> answered) {
        ConfusionMatrix matrix = matrix(truth, answered);
        assertThat(matrix.accuracy()).isBetween(0.0, 1.0);
        assertThat(matrix.accuracy() + matrix.errorRate()).isCloseTo(1, within(1e-12));
        assertThat(matrix.balancedAccuracy()).isBetween(0.0, 1.0);
        assertThat(matrix.macro(1, 0).f()).isBetween(0.0, 1.0);
        assertThat(matrix.weighted(1, 0).recall()).isCloseTo(matrix.accuracy(), within(1e-12));
        for (int label = 0; label < 4; label++) {
            ConfusionMatrix.Scores scores = matrix.scores(label, 0);
            assertThat(scores.f())
                    .isBetween(
                            Math.min(scores.precision(), scores.recall()) - 1e-12,
                            Math.max(scores.precision(), scores.recall()) + 1e-12);
        }
    }

    @Property
    void swappingTruthAndAnswersSwapsPrecisionAndRecall(
            @ForAll @Size(12) List<@IntRange(max = 3) Integer> truth,
            @ForAll @Size(12) List<@IntRange(max = 3) Integer> answered) {
        ConfusionMatrix one = matrix(truth, answered);
        ConfusionMatrix other = matrix(answered, truth);
        for (int label = 0; label < 4; label++) {
            assertThat(one.scores(label, 0).precision())
                    .isEqualTo(other.scores(label, 0).recall());
        }
        assertThat(one.accuracy()).isEqualTo(other.accuracy());
        Assume.that(truth.stream().distinct().count() > 1
                && answered.stream().distinct().count() > 1);
        assertThat(one.matthewsCorrelation()).isCloseTo(other.matthewsCorrelation(), within(1e-12));
        assertThat(one.matthewsCorrelation()).isBetween(-1 - 1e-12, 1 + 1e-12);
    }

    @Property
    void theOrderOfRowsDoesNotMatter(
            @ForAll @Size(12) List<@IntRange(max = 3) Integer> truth,
            @ForAll @Size(12) List<@IntRange(max = 3) Integer> answered) {
        assertThat(matrix(truth.reversed(), answered.reversed()).counts())
                .isDeepEqualTo(matrix(truth, answered).counts());
    }

    @Test
    void whatIsZeroOverZeroIsUndefined() {
        ConfusionMatrix oneLabel = ConfusionMatrix.of(new int[] {0, 0}, new int[] {0, 0}, 2);
        assertThatThrownBy(oneLabel::matthewsCorrelation).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> oneLabel.precision(1)).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> oneLabel.recall(1)).isInstanceOf(MetricException.class);
        assertThatThrownBy(ConfusionMatrix.of(new int[0], new int[0], 2)::accuracy)
                .isInstanceOf(MetricException.class);
    }

    @Test
    void anUnknownLabelIsNamed() {
        assertThatThrownBy(() -> Labels.indices("y_pred", List.of("a", "c"), List.of("a", "b")))
                .hasMessage("y_pred[1]: the label c is not listed");
        assertThatThrownBy(() -> Labels.indices("y_pred", List.of("a"), List.of("a", "a")))
                .hasMessageContaining("occurs twice");
    }
}
