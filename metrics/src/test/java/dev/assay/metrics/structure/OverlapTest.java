package dev.assay.metrics.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.MetricException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** S2: boxes, spans and their one-to-one matching. */
class OverlapTest {

    @Property
    void iouIsSymmetricAndBounded(@ForAll @Size(8) List<@DoubleRange(max = 10) Double> edges) {
        Box a = box(edges, 0);
        Box b = box(edges, 4);
        assertThat(a.iou(b)).isBetween(0.0, 1.0).isEqualTo(b.iou(a));
        assertThat(a.generalisedIou(b)).isBetween(-1.0, a.iou(b) + 1e-12);
        assertThat(a.iou(a)).isEqualTo(1);
    }

    private static Box box(List<Double> edges, int from) {
        return new Box(
                edges.get(from),
                edges.get(from + 1),
                edges.get(from) + edges.get(from + 2) + 0.1,
                edges.get(from + 1) + edges.get(from + 3) + 0.1);
    }

    @Property
    void theMatchingIsTheBestOfAll(
            @ForAll @IntRange(min = 1, max = 4) int rows,
            @ForAll @IntRange(min = 1, max = 4) int columns,
            @ForAll @Size(16) List<@DoubleRange(max = 1) Double> gains) {
        double[][] gain = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                gain[i][j] = gains.get(i * 4 + j);
            }
        }
        int[] match = Matching.maximal(gain);
        double total = 0;
        boolean[] taken = new boolean[columns];
        for (int i = 0; i < rows; i++) {
            if (match[i] >= 0) {
                assertThat(taken[match[i]]).isFalse();
                taken[match[i]] = true;
                total += gain[i][match[i]];
            }
        }
        assertThat(total).isCloseTo(best(gain, 0, new boolean[columns]), within(1e-12));
    }

    private static double best(double[][] gain, int row, boolean[] taken) {
        if (row == gain.length) {
            return 0;
        }
        double best = best(gain, row + 1, taken);
        for (int column = 0; column < taken.length; column++) {
            if (!taken[column]) {
                taken[column] = true;
                best = Math.max(best, gain[row][column] + best(gain, row + 1, taken));
                taken[column] = false;
            }
        }
        return best;
    }

    @Test
    void nothingOverNothingIsUndefined() {
        Box point = new Box(1, 1, 1, 1);
        assertThatThrownBy(() -> point.iou(point)).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> new Span(2, 2).iou(new Span(3, 3))).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> new Box(2, 0, 1, 1)).isInstanceOf(MetricException.class);
        assertThat(BoxMatching.of(List.of(), List.of(point)).totalIou()).isZero();
        assertThat(BoxMatching.of(List.of(point), List.of()).matches()).containsExactly(-1);
    }
}
