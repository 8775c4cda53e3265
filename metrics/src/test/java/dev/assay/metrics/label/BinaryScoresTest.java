package dev.assay.metrics.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** S2: ROC-AUC, average precision and their curves. */
class BinaryScoresTest {

    private static BinaryScores scores(List<Boolean> truth, double[] scores) {
        boolean[] flags = new boolean[truth.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = truth.get(i);
        }
        return BinaryScores.of(flags, scores);
    }

    private static double[] doubles(List<Integer> values) {
        return values.stream().mapToDouble(Integer::doubleValue).toArray();
    }

    @Property
    void rocAucIsTheShareOfPairsInOrder(
            @ForAll @Size(15) List<Boolean> truth, @ForAll @Size(15) List<@IntRange(min = -4, max = 4) Integer> given) {
        Assume.that(truth.contains(true) && truth.contains(false));
        double[] values = doubles(given);
        double wins = 0;
        int pairs = 0;
        for (int i = 0; i < 15; i++) {
            for (int j = 0; j < 15; j++) {
                if (truth.get(i) && !truth.get(j)) {
                    pairs++;
                    wins += values[i] > values[j] ? 1 : values[i] == values[j] ? 0.5 : 0;
                }
            }
        }
        BinaryScores scores = scores(truth, values);
        assertThat(scores.rocAuc()).isCloseTo(wins / pairs, within(1e-12));
        BinaryScores.Curve curve = scores.rocCurve();
        double area = 0;
        for (int i = 1; i < curve.x().length; i++) {
            area += (curve.x()[i] - curve.x()[i - 1]) * (curve.y()[i] + curve.y()[i - 1]) / 2;
            assertThat(curve.thresholds()[i]).isLessThan(curve.thresholds()[i - 1]);
        }
        assertThat(scores.rocAuc()).isCloseTo(area, within(1e-12));
        assertThat(scores.averagePrecision()).isBetween(0.0, 1.0);
        assertThat(scores.precisionRecallTrapezoid()).isBetween(0.0, 1.0);
    }

    @Property
    void negatedScoresMirrorTheArea(
            @ForAll @Size(15) List<Boolean> truth, @ForAll @Size(15) List<@IntRange(min = -4, max = 4) Integer> given) {
        Assume.that(truth.contains(true) && truth.contains(false));
        double[] negated = Arrays.stream(doubles(given)).map(v -> -v).toArray();
        double[] stretched = Arrays.stream(doubles(given)).map(Math::exp).toArray();
        double area = scores(truth, doubles(given)).rocAuc();
        assertThat(scores(truth, negated).rocAuc()).isCloseTo(1 - area, within(1e-12));
        assertThat(scores(truth, stretched).rocAuc()).isEqualTo(area);
        assertThat(scores(truth.reversed(), doubles(given.reversed())).rocAuc()).isEqualTo(area);
    }

    @Test
    void zerosOfBothSignsTie() {
        assertThat(BinaryScores.of(new boolean[] {true, false}, new double[] {-0.0, 0.0})
                        .rocAuc())
                .isEqualTo(0.5);
    }

    @Test
    void oneClassIsUndefined() {
        BinaryScores scores = BinaryScores.of(new boolean[] {false, false}, new double[] {0, 1});
        assertThatThrownBy(scores::rocAuc).isInstanceOf(MetricException.class);
        assertThatThrownBy(scores::averagePrecision).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> BinaryScores.of(new boolean[] {true}, new double[] {Double.NaN}))
                .hasMessageContaining("score[0]");
    }
}
