package dev.assay.metrics.label;

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

/** S2: calibration and what withholding uncertain answers gains. */
class CalibrationTest {

    private static double[] doubles(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static boolean[] flags(List<Boolean> values) {
        boolean[] result = new boolean[values.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = values.get(i);
        }
        return result;
    }

    @Property
    void errorsAreSharesAndBinsHoldEveryRow(
            @ForAll @Size(20) List<@DoubleRange(max = 1) Double> confidence,
            @ForAll @Size(20) List<Boolean> correct,
            @ForAll @IntRange(min = 1, max = 30) int bins) {
        Calibration calibration = new Calibration(doubles(confidence), flags(correct));
        for (List<Calibration.Bin> curve : List.of(calibration.equalWidth(bins), calibration.equalMass(bins))) {
            assertThat(curve.stream().mapToInt(Calibration.Bin::count).sum()).isEqualTo(20);
            assertThat(calibration.expectedError(curve)).isBetween(0.0, calibration.maximumError(curve) + 1e-12);
            assertThat(calibration.maximumError(curve)).isLessThanOrEqualTo(1);
        }
        assertThat(calibration.brier()).isBetween(0.0, 1.0);
    }

    @Test
    void edgesBelongToTheLowerBin() {
        double[] edges = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
        List<Calibration.Bin> bins = new Calibration(edges, new boolean[11]).equalWidth(10);
        assertThat(bins).extracting(Calibration.Bin::index).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(bins).extracting(Calibration.Bin::count).containsExactly(2, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void refusesWhatIsNoConfidence() {
        assertThatThrownBy(() -> new Calibration(new double[] {1.5}, new boolean[1]))
                .hasMessageContaining("confidence[0]");
        assertThatThrownBy(() -> new Calibration(new double[0], new boolean[0])).isInstanceOf(MetricException.class);
    }

    @Property
    void coverageGrowsAsTheThresholdFalls(
            @ForAll @Size(20) List<@DoubleRange(max = 1) Double> confidence, @ForAll @Size(20) List<Boolean> correct) {
        List<ThresholdSweep.Point> points = ThresholdSweep.of(doubles(confidence), flags(correct));
        for (int i = 1; i < points.size(); i++) {
            assertThat(points.get(i).coverage()).isGreaterThan(points.get(i - 1).coverage());
            assertThat(points.get(i).threshold()).isLessThan(points.get(i - 1).threshold());
        }
        assertThat(points.getLast().coverage()).isEqualTo(1);
        assertThat(ThresholdSweep.riskCoverageArea(doubles(confidence), flags(correct)))
                .isBetween(0.0, 1.0);
    }

    @Test
    void sweepsByHand() {
        double[] confidence = {0.9, 0.8, 0.8, 0.3};
        boolean[] correct = {true, true, false, false};
        assertThat(ThresholdSweep.of(confidence, correct))
                .containsExactly(
                        new ThresholdSweep.Point(0.9, 1, 0.25, 1, 1),
                        new ThresholdSweep.Point(0.8, 3, 0.75, 2, 2.0 / 3),
                        new ThresholdSweep.Point(0.3, 4, 1, 2, 0.5));
        assertThat(ThresholdSweep.lowestWithAccuracy(confidence, correct, 0.6).threshold())
                .isEqualTo(0.8);
        assertThatThrownBy(() -> ThresholdSweep.lowestWithAccuracy(confidence, new boolean[4], 0.6))
                .isInstanceOf(MetricException.class);
        // Errors of the first k rows: 0, 0.5/2 (tied rows share), 1/3, 2/4.
        assertThat(ThresholdSweep.riskCoverageArea(confidence, correct))
                .isCloseTo((0 + 0.25 + 1.0 / 3 + 0.5) / 4, within(1e-12));
        assertThat(ThresholdSweep.of(confidence, correct, new double[] {0.95}))
                .containsExactly(new ThresholdSweep.Point(0.95, 0, 0, 0, Double.NaN));
    }
}
