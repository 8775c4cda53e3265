package dev.assay.metrics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** S15: distances between distributions. */
class DriftTest {

    private static double[] doubles(List<? extends Number> values) {
        return values.stream().mapToDouble(Number::doubleValue).toArray();
    }

    @Property
    void categoricalDistancesAreBoundedAndSymmetric(
            @ForAll @Size(5) List<@IntRange(max = 50) Integer> first,
            @ForAll @Size(5) List<@IntRange(max = 50) Integer> second) {
        Assume.that(first.stream().anyMatch(c -> c > 0) && second.stream().anyMatch(c -> c > 0));
        CategoricalDrift there = CategoricalDrift.of(doubles(first), doubles(second));
        CategoricalDrift back = CategoricalDrift.of(doubles(second), doubles(first));
        assertThat(there.jensenShannonDistance()).isBetween(0.0, 1 + 1e-12);
        assertThat(there.jensenShannonDistance()).isCloseTo(back.jensenShannonDistance(), within(1e-9));
        assertThat(there.hellinger()).isBetween(0.0, 1 + 1e-12);
        assertThat(there.totalVariation()).isBetween(0.0, 1 + 1e-12);
        assertThat(there.totalVariation()).isCloseTo(back.totalVariation(), within(1e-12));
        assertThat(there.psi(1e-4)).isGreaterThanOrEqualTo(0).isCloseTo(back.psi(1e-4), within(1e-9));
        assertThat(there.kullbackLeibler()).isGreaterThanOrEqualTo(0);
        assertThat(CategoricalDrift.of(doubles(first), doubles(first)).jensenShannonDistance())
                .isZero();
    }

    @Property
    void numericDistancesSeeAShift(
            @ForAll @Size(12) List<@DoubleRange(min = -10, max = 10) Double> given,
            @ForAll @DoubleRange(min = -5, max = 5) double shift) {
        double[] reference = doubles(given);
        double[] moved = Arrays.stream(reference).map(v -> v + shift).toArray();
        NumericDrift drift = NumericDrift.of(reference, moved);
        assertThat(drift.wasserstein()).isCloseTo(Math.abs(shift), within(1e-9));
        assertThat(drift.ksStatistic())
                .isBetween(0.0, 1.0)
                .isEqualTo(NumericDrift.of(moved, reference).ksStatistic());
        NumericDrift.Psi psi = drift.psi(10, 1e-4);
        assertThat(psi.psi()).isGreaterThanOrEqualTo(0);
        assertThat(Arrays.stream(psi.referenceShares()).sum()).isCloseTo(1, within(1e-12));
        assertThat(Arrays.stream(psi.currentShares()).sum()).isCloseTo(1, within(1e-12));
        assertThat(NumericDrift.of(reference, doubles(given.reversed())).ksStatistic())
                .isZero();
    }

    @Test
    void anEmptySideIsUndefined() {
        assertThatThrownBy(() -> NumericDrift.of(new double[0], new double[] {1}))
                .isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> CategoricalDrift.of(new double[] {0}, new double[] {1}))
                .isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> NumericDrift.of(new double[] {1}, new double[] {Double.NaN}))
                .hasMessageContaining("current[0]");
        assertThatThrownBy(CategoricalDrift.of(new double[] {3, 0}, new double[] {1, 0})::homogeneity)
                .isInstanceOf(MetricException.class);
    }
}
