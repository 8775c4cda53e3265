package dev.assay.metrics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Values worked out by hand or published, for the estimators and paired tests (S7). */
class GoldenValuesTest {

    private static final double[] CLUSTERED = {1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1};
    private static final Clusters BY_THREE = Clusters.of(new long[] {7, 7, 7, 3, 3, 3, 9, 9, 9, 1, 1, 1});

    @Test
    void wilsonHasWidthAtTheEnds() {
        Estimate all = Share.of(50, 50).at(0.95);
        assertThat(all.lower().getAsDouble()).isCloseTo(0.92865, within(5e-6));
        assertThat(all.upper().getAsDouble()).isEqualTo(1);
        assertThat(all.method()).isEqualTo("wilson");
        Estimate none = Share.of(0, 50).at(0.95);
        assertThat(none.lower().getAsDouble()).isZero();
        assertThat(none.upper().getAsDouble()).isCloseTo(1 - 0.92865, within(5e-6));
        assertThat(Share.of(0, 0).at(0.95).undefinedReason()).isEqualTo("no items");
    }

    @Test
    void clusteredError() {
        double naive = Math.sqrt(Moments.variance(CLUSTERED) / 12);
        assertThat(naive).isCloseTo(0.15076, within(5e-6));
        assertThat(ClusteredMean.standardError(CLUSTERED, 0.5, BY_THREE)).isCloseTo(0.18634, within(5e-6));
        Estimate estimate =
                ClusteredMean.of(CLUSTERED, BY_THREE, ScoreRange.UNIT, 1).at(0.95);
        assertThat(estimate.standardError().getAsDouble()).isCloseTo(0.21517, within(5e-6));
        assertThat(estimate.clusters()).isEqualTo(4);
        assertThat(estimate.method()).isEqualTo("cluster-bootstrap");
    }

    @Test
    void thirtyClustersTakeStudentsT() {
        double[] scores = new double[60];
        long[] ids = new long[60];
        for (int i = 0; i < 60; i++) {
            scores[i] = (i * 7 % 13) / 13.0;
            ids[i] = i / 2;
        }
        Estimate estimate =
                ClusteredMean.of(scores, Clusters.of(ids), ScoreRange.UNIT, 1).at(0.95);
        assertThat(estimate.method()).isEqualTo("cluster-robust-t");
        double half = estimate.upper().getAsDouble() - estimate.value().getAsDouble();
        assertThat(half / estimate.standardError().getAsDouble()).isCloseTo(2.0452296, within(1e-6));
    }

    @Test
    void anUnlabelledItemIsItsOwnCluster() {
        Clusters clusters = Clusters.ofLabels(
                List.of(Optional.of("a"), Optional.empty(), Optional.of("a"), Optional.empty(), Optional.of("b")));
        assertThat(clusters.count()).isEqualTo(4);
        assertThat(clusters.of(2)).isEqualTo(clusters.of(0));
    }

    @Test
    void mcNemar() {
        McNemar test = new McNemar(15, 5);
        assertThat(test.exact()).isCloseTo(0.041389, within(5e-7));
        assertThat(test.midP()).isCloseTo(0.026604, within(5e-7));
        assertThat(test.firstIsBetter()).isCloseTo(0.020695, within(5e-7));
        assertThat(new McNemar(0, 0).exact()).isEqualTo(1);
        assertThat(new McNemar(0, 0).midP()).isEqualTo(1);
        assertThat(new McNemar(0, 0).chiSquared().isDefined()).isFalse();
    }

    @Test
    void tangoInvertsTheScoreTest() {
        // With b=c=0 the limits are ±z²/(n+z²); those of b=12, c=2 were found by maximising the likelihood numerically.
        double[] none = Tango.interval(0, 0, 100, 0.95);
        double z2 = 1.959963984540054 * 1.959963984540054;
        assertThat(none[1]).isCloseTo(z2 / (100 + z2), within(1e-9));
        assertThat(none[0]).isEqualTo(-none[1]);
        double[] some = Tango.interval(12, 2, 100, 0.95);
        assertThat(some[0]).isCloseTo(0.0310005, within(1e-6));
        assertThat(some[1]).isCloseTo(0.1818817, within(1e-6));
    }

    @Test
    void pairedDifferenceOfPassAndFail() {
        double[] baseline = {1, 1, 0, 0, 0};
        double[] candidate = {1, 0, 1, 1, 0};
        PairedDifference difference = PairedDifference.of(baseline, candidate, ScoreRange.UNKNOWN);
        assertThat(difference.wins()).isEqualTo(2);
        assertThat(difference.losses()).isEqualTo(1);
        assertThat(difference.ties()).isEqualTo(2);
        Estimate estimate = difference.at(0.95);
        assertThat(estimate.value().getAsDouble()).isEqualTo(0.2);
        assertThat(estimate.standardError().getAsDouble()).isCloseTo(Math.sqrt(0.7 / 5), within(1e-12));
        assertThat(estimate.method()).isEqualTo("tango-score");
    }

    @Test
    void identicalScoresStillHaveAnInterval() {
        double[] scores = {0.2, 0.7, 0.4, 0.9};
        Estimate bounded = PairedDifference.of(scores, scores, ScoreRange.UNIT).at(0.9);
        assertThat(bounded.lower().getAsDouble()).isNegative();
        assertThat(bounded.upper().getAsDouble()).isPositive();
        Estimate unknown =
                PairedDifference.of(scores, scores, ScoreRange.UNKNOWN).at(0.9);
        assertThat(unknown.value().getAsDouble()).isZero();
        assertThat(unknown.hasInterval()).isFalse();
        Estimate relative = RelativeChange.of(scores, scores, ScoreRange.UNIT).at(0.9);
        assertThat(relative.value().getAsDouble()).isZero();
        assertThat(relative.hasInterval()).isTrue();
        assertThat(relative.lower().getAsDouble()).isNegative();
    }

    @Test
    void relativeChangeInvertsThePairedTest() {
        double[] baseline = {0.52, 0.61, 0.48, 0.7, 0.66, 0.55, 0.59, 0.62};
        double[] candidate = {0.6, 0.66, 0.55, 0.71, 0.73, 0.6, 0.6, 0.7};
        RelativeChange change = RelativeChange.of(baseline, candidate, ScoreRange.UNIT);
        double lower = change.at(0.9).lower().getAsDouble();
        double[] contrast = new double[8];
        for (int i = 0; i < 8; i++) {
            contrast[i] = candidate[i] - (1 + lower) * baseline[i];
        }
        assertThat(Mean.of(contrast).at(0.9).lower().getAsDouble()).isCloseTo(0, within(1e-12));
    }

    @Test
    void pValuesInvertTheInterval() {
        double[] scores = {0.1, 0.4, -0.2, 0.6, 0.3, 0.5, 0.2};
        Estimate now = Mean.of(scores).at(0.9);
        assertThat(Mean.of(scores).pValueAbove(now.lower().getAsDouble())).isCloseTo(0.05, within(1e-6));
        assertThat(Mean.of(scores).pValueBelow(now.lower().getAsDouble())).isCloseTo(0.95, within(1e-6));
        assertThat(Mean.of(scores).pValueAbove(now.value().getAsDouble())).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void repeatsAreNotItems() {
        double[][] samples = {{1, 1, 0, 1}, {0, 0, 0, 1}, {1, 1, 1, 1}};
        Repeats repeats = Repeats.of(samples);
        assertThat(repeats.itemMeans()).containsExactly(0.75, 0.25, 1);
        assertThat(repeats.withinVariance()).isCloseTo((0.25 + 0.25 + 0) / 3, within(1e-12));
        double observed = Moments.variance(repeats.itemMeans());
        assertThat(repeats.varianceOfMean(3, 4)).isCloseTo(observed / 3, within(1e-12));
        assertThat(Mean.of(repeats.itemMeans()).at(0.95).n()).isEqualTo(3);
    }

    @Test
    void quantileRatioOfEqualSamplesIsOne() {
        double[] latencies = new double[1000];
        Arrays.setAll(latencies, i -> 100 + (i * 37 % 1000));
        for (QuantileRatio.Interval interval : QuantileRatio.Interval.values()) {
            Estimate estimate =
                    QuantileRatio.of(latencies, latencies, 0.99, interval, 5).at(0.9);
            assertThat(estimate.value().getAsDouble()).isEqualTo(1);
            assertThat(estimate.lower().getAsDouble()).isBetween(0.97, 1.0);
            assertThat(estimate.upper().getAsDouble()).isBetween(1.0, 1.03);
        }
    }

    @Test
    void orderStatisticsDoNotBoundAHighQuantileOfFewValues() {
        double[] latencies = new double[200];
        Arrays.setAll(latencies, i -> 100 + i);
        QuantileRatio ratio = QuantileRatio.of(latencies, latencies, 0.99, QuantileRatio.Interval.ORDER_STATISTICS, 5);
        assertThat(ratio.at(0.9).upper()).isEmpty();
        assertThat(ratio.itemsToDecide(2, 0.95, 0.8)).isEqualTo(OptionalLong.of(299));
    }

    @Test
    void badInputIsNamed() {
        assertThatThrownBy(() -> Mean.of(new double[] {1, Double.NaN}))
                .isInstanceOf(dev.assay.metrics.MetricException.class)
                .hasMessage("scores[1]: expected a finite number, found NaN");
        assertThatThrownBy(() -> Mean.of(new double[] {1, 2}, ScoreRange.UNIT)).hasMessageStartingWith("scores[1]:");
        assertThatThrownBy(() -> PairedDifference.of(new double[2], new double[3], ScoreRange.UNIT))
                .hasMessage("candidate: expected 2 items, found 3");
    }

    @Test
    void theTestGoesWithTheData() {
        double[] baseline = {1, 0, 0, 0, 1, 0, 1, 0};
        double[] candidate = {1, 1, 1, 1, 1, 0, 0, 1};
        PairedDifference pairs = PairedDifference.of(baseline, candidate, ScoreRange.UNIT);
        assertThat(pairs.test()).isEqualTo(new NamedTest("mcnemar-exact", OptionalDouble.empty(), 0.375));
        double[] a = {0.1, 0.5, 0.3, 0.9};
        double[] b = {0.2, 0.5, 0.5, 0.8};
        PairedDifference scores = PairedDifference.of(a, b, ScoreRange.UNIT);
        TTests.Result t = TTests.paired(b, a);
        assertThat(scores.test().name()).isEqualTo("paired-t");
        assertThat(scores.test().pValue()).isCloseTo(t.twoSided(), within(1e-12));
        Optional<Clusters> clusters = Optional.of(Clusters.of(new long[] {1, 1, 2, 3}));
        PairedDifference clustered = PairedDifference.of(a, b, ScoreRange.UNIT, clusters, 1);
        assertThat(clustered.test().name()).isEqualTo("cluster-bootstrap");
        assertThat(clustered.test().pValue()).isBetween(0.2, 1.0);
        assertThat(PairedDifference.of(a, a, ScoreRange.UNIT).test().pValue()).isEqualTo(1);
    }

    @Test
    void whatADataSetCanSee() {
        double z = 1.959963984540054 + 0.8416212335729143;
        double[] baseline = new double[1000];
        double[] candidate = new double[1000];
        Arrays.fill(candidate, 0, 60, 1);
        Arrays.fill(baseline, 60, 100, 1);
        PairedDifference pairs = PairedDifference.of(baseline, candidate, ScoreRange.UNIT);
        double variance = Moments.variance(pairs.differences());
        assertThat(pairs.minimumDetectable(0.05, 0.8).getAsDouble())
                .isCloseTo(z * Math.sqrt(variance / 1000), within(1e-9));
        assertThat(pairs.itemsToSee(0.05, 0.8).getAsLong())
                .isEqualTo((long) Math.ceil(z * z * variance / (0.02 * 0.02)));
        assertThat(Power.items(Power.PairedVariance.of(1 / 9.0), 0.03, 0.05, 0.8))
                .isCloseTo(968.98, within(0.1));
        assertThat(Power.minimumDetectable(Power.PairedVariance.of(0.1), 1000, 0.05, 0.8))
                .isCloseTo(0.0280, within(5e-5));
    }

    @Test
    void quantilesLieBetweenOrderStatistics() {
        double[] values = new double[299];
        Arrays.setAll(values, i -> i + 1);
        Estimate p99 = Quantile.of(values, 0.99).at(0.9);
        assertThat(p99.upper().getAsDouble()).isEqualTo(299);
        assertThat(p99.lower().getAsDouble()).isBetween(290.0, 295.0);
        Quantile few = Quantile.of(Arrays.copyOf(values, 298), 0.99);
        assertThat(few.at(0.9).upper()).isEmpty();
        assertThat(few.itemsToDecide(400, 0.95, 0.8)).isEqualTo(OptionalLong.of(299));
        Estimate median = Quantile.of(values, 0.5).at(0.95);
        // Binomial(299, 1/2): P(X <= 132) is the last below 2.5%.
        assertThat(median.lower().getAsDouble()).isEqualTo(133);
        assertThat(median.upper().getAsDouble()).isEqualTo(167);
    }

    @Test
    void anythingCanBeResampled() {
        double[] a = new double[60];
        double[] b = new double[60];
        Arrays.setAll(a, i -> i % 7 / 7.0);
        Arrays.setAll(b, i -> a[i] + 0.1);
        BootstrapInterval difference = BootstrapInterval.ofItems(
                60,
                Optional.empty(),
                items -> Arrays.stream(items).mapToDouble(i -> b[i] - a[i]).sum() / items.length,
                ScoreRange.UNIT.difference(),
                BootstrapInterval.Kind.PERCENTILE,
                1000,
                3);
        Estimate same = difference.at(0.95);
        assertThat(same.value().getAsDouble()).isCloseTo(0.1, within(1e-12));
        assertThat(same.upper().getAsDouble() - same.lower().getAsDouble()).isLessThan(1e-9);
        BootstrapInterval perfect = BootstrapInterval.ofItems(
                60, Optional.empty(), items -> 1, ScoreRange.UNIT, BootstrapInterval.Kind.BCA, 1000, 3);
        assertThat(perfect.at(0.9).lower().getAsDouble())
                .isCloseTo(Share.of(60, 60).at(0.9).lower().getAsDouble(), within(1e-12));
        long[] ids = new long[60];
        Arrays.setAll(ids, i -> i / 6);
        BootstrapInterval clustered = BootstrapInterval.ofItems(
                60,
                Optional.of(Clusters.of(ids)),
                items -> Arrays.stream(items).mapToDouble(i -> a[i]).average().orElse(Double.NaN),
                ScoreRange.UNIT,
                BootstrapInterval.Kind.BCA,
                1000,
                3);
        assertThat(clustered.at(0.9).clusters()).isEqualTo(10);
        assertThat(clustered.at(0.9).hasInterval()).isTrue();
        BootstrapInterval undefined = BootstrapInterval.ofItems(
                60, Optional.empty(), items -> Double.NaN, ScoreRange.UNIT, BootstrapInterval.Kind.PERCENTILE, 100, 3);
        assertThat(undefined.at(0.9).isDefined()).isFalse();
    }
}
