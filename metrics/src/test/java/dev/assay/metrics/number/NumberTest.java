package dev.assay.metrics.number;

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

/** S2: errors, correlation and descriptions of numbers. */
class NumberTest {

    private static double[] doubles(List<? extends Number> values) {
        return values.stream().mapToDouble(Number::doubleValue).toArray();
    }

    @Property
    void kendallCountsPairs(
            @ForAll @Size(14) List<@IntRange(max = 6) Integer> first,
            @ForAll @Size(14) List<@IntRange(max = 6) Integer> second) {
        double[] x = doubles(first);
        double[] y = doubles(second);
        long difference = 0;
        long distinctX = 0;
        long distinctY = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                difference += (long) (Math.signum(x[i] - x[j]) * Math.signum(y[i] - y[j]));
                distinctX += x[i] != x[j] ? 1 : 0;
                distinctY += y[i] != y[j] ? 1 : 0;
            }
        }
        Assume.that(distinctX > 0 && distinctY > 0);
        assertThat(Kendall.of(x, y).tauB())
                .isCloseTo(difference / Math.sqrt((double) distinctX * distinctY), within(1e-12));
        assertThat(Kendall.of(y, x).tauB()).isCloseTo(Kendall.of(x, y).tauB(), within(1e-12));
        assertThat(Kendall.of(x, y).asymptoticP()).isBetween(0.0, 1.0);
        assertThat(Kendall.of(x, y).tauC()).isBetween(-1 - 1e-12, 1 + 1e-12);
    }

    @Property
    void correlationIsSymmetricAndChangesItsSign(
            @ForAll @Size(10) List<@DoubleRange(min = -1e6, max = 1e6) Double> first,
            @ForAll @Size(10) List<@DoubleRange(min = -1e6, max = 1e6) Double> second) {
        double[] x = doubles(first);
        double[] y = doubles(second);
        Assume.that(Arrays.stream(x).distinct().count() > 1
                && Arrays.stream(y).distinct().count() > 1);
        double r = Correlation.pearson(x, y);
        assertThat(r).isBetween(-1.0, 1.0);
        assertThat(Correlation.pearson(y, x)).isCloseTo(r, within(1e-12));
        assertThat(Correlation.pearson(Arrays.stream(x).map(v -> -v).toArray(), y))
                .isCloseTo(-r, within(1e-12));
        assertThat(Correlation.spearman(Arrays.stream(x).map(Math::cbrt).toArray(), y))
                .isCloseTo(Correlation.spearman(x, y), within(1e-12));
    }

    @Property
    void errorsAreOrdered(
            @ForAll @Size(10) List<@DoubleRange(min = -1e3, max = 1e3) Double> truth,
            @ForAll @Size(10) List<@DoubleRange(min = -1e3, max = 1e3) Double> predicted) {
        PredictionErrors errors = PredictionErrors.of(doubles(truth), doubles(predicted));
        assertThat(Math.abs(errors.mean())).isLessThanOrEqualTo(errors.meanAbsolute() + 1e-9);
        assertThat(errors.meanAbsolute()).isLessThanOrEqualTo(errors.rootMeanSquared() + 1e-9);
        assertThat(errors.rootMeanSquared()).isLessThanOrEqualTo(errors.maximumAbsolute() + 1e-9);
        assertThat(errors.medianAbsolute()).isLessThanOrEqualTo(errors.maximumAbsolute());
        assertThat(errors.rSquared()).isLessThanOrEqualTo(1);
        PredictionErrors swapped = PredictionErrors.of(doubles(predicted), doubles(truth));
        assertThat(swapped.mean()).isCloseTo(-errors.mean(), within(1e-9));
        assertThat(swapped.meanSquared()).isEqualTo(errors.meanSquared());
    }

    @Property
    void quantilesRiseAndIgnoreTheOrder(@ForAll @Size(9) List<@DoubleRange(min = -1e3, max = 1e3) Double> given) {
        Sample sample = Sample.of(doubles(given));
        Sample reversed = Sample.of(doubles(given.reversed()));
        double last = sample.minimum();
        for (int i = 0; i <= 20; i++) {
            double p = i / 20.0;
            assertThat(sample.quantile(p)).isBetween(last - 1e-9, sample.maximum());
            assertThat(sample.nearestRank(p)).isBetween(sample.minimum(), sample.maximum());
            assertThat(reversed.quantile(p)).isEqualTo(sample.quantile(p));
            last = sample.quantile(p);
        }
        assertThat(sample.mean()).isBetween(sample.minimum() - 1e-9, sample.maximum() + 1e-9);
        assertThat(sample.variance()).isGreaterThanOrEqualTo(sample.populationVariance());
    }

    @Property
    void aWeightIsACount(
            @ForAll @Size(6) List<@DoubleRange(min = -10, max = 10) Double> values,
            @ForAll @Size(6) List<@IntRange(min = 1, max = 4) Integer> weights) {
        double[] repeated =
                new double[weights.stream().mapToInt(Integer::intValue).sum()];
        int at = 0;
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < weights.get(i); j++) {
                repeated[at++] = values.get(i);
            }
        }
        WeightedSample weighted = WeightedSample.of(doubles(values), doubles(weights));
        assertThat(weighted.mean()).isCloseTo(Sample.of(repeated).mean(), within(1e-9));
        assertThat(weighted.standardError()).isCloseTo(Sample.of(repeated).standardError(), within(1e-9));
    }

    @Test
    void whatDoesNotExistIsUndefined() {
        double[] constant = {1, 1, 1};
        double[] rising = {1, 2, 3};
        assertThatThrownBy(() -> Correlation.pearson(constant, rising)).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> Kendall.of(constant, rising).tauB()).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> Sample.of(new double[] {2}).variance()).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> Sample.of(constant).skewness()).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> Sample.of(new double[] {-1, 2}).geometricMean())
                .isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> PredictionErrors.of(new double[0], new double[0]))
                .isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> PredictionErrors.of(rising, new double[2])).hasMessageContaining("3 and 2");
        assertThatThrownBy(() -> WeightedSample.of(rising, new double[] {1, -1, 1}))
                .hasMessageContaining("weights[1]");
    }

    @Test
    void aMillionRanksAreCountedQuickly() {
        double[] x = new double[1_000_000];
        Arrays.setAll(x, i -> i);
        double[] y = Arrays.stream(x).map(v -> -v).toArray();
        assertThat(Kendall.of(x, y).tauB()).isEqualTo(-1);
    }
}
