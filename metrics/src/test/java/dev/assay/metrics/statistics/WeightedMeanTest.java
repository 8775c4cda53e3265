package dev.assay.metrics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** S7, D2: weighted means and shares. Golden values: statsmodels 0.15.0, WLS of a constant with HC1 and cluster-robust errors. */
class WeightedMeanTest {

    private static final double[] SCORES = {0.2, 0.9, 0.5, 0.7, 0.1, 0.8, 0.4, 0.6};
    private static final double[] PASSES = {1, 0, 1, 1, 0, 1, 0, 1};
    private static final double[] WEIGHTS = {1, 2, 0.5, 3, 1, 1.5, 2, 1};
    private static final Clusters PAIRS = Clusters.of(new long[] {0, 0, 1, 1, 2, 2, 3, 3});
    private static final double LEVEL = 0.9;

    @Test
    void goldenValues() {
        WeightedMean mean = WeightedMean.of(SCORES, WEIGHTS, ScoreRange.UNIT);
        Estimate estimate = mean.at(0.95);
        assertThat(estimate.value().orElseThrow()).isCloseTo(0.5875, within(1e-12));
        assertThat(estimate.standardError().orElseThrow()).isCloseTo(0.09497872, within(1e-8));
        assertThat(mean.effectiveSize()).isCloseTo(144 / 22.5, within(1e-12));
        assertThat(clustered(SCORES).standardError().orElseThrow()).isCloseTo(0.05293061, within(1e-8));
        Estimate share = WeightedMean.of(PASSES, WEIGHTS, ScoreRange.UNIT).at(0.95);
        assertThat(share.value().orElseThrow()).isCloseTo(0.58333333, within(1e-8));
        assertThat(share.standardError().orElseThrow()).isCloseTo(0.20713944, within(1e-8));
        assertThat(share.method()).isEqualTo("weighted-wilson");
    }

    private static Estimate clustered(double[] scores) {
        return WeightedMean.of(scores, WEIGHTS, ScoreRange.UNIT, Optional.of(PAIRS))
                .at(0.95);
    }

    @Test
    void equalWeightsGiveThePlainEstimate() {
        double[] twos = new double[SCORES.length];
        Arrays.fill(twos, 2);
        Estimate weighted = WeightedMean.of(SCORES, twos, ScoreRange.UNIT).at(0.95);
        Estimate plain = Mean.of(SCORES, ScoreRange.UNIT).at(0.95);
        assertThat(weighted.standardError().orElseThrow())
                .isCloseTo(plain.standardError().orElseThrow(), within(1e-12));
        assertThat(weighted.lower().orElseThrow()).isCloseTo(plain.lower().orElseThrow(), within(1e-9));
        assertThat(Estimators.weightedMean(PASSES, twos, ScoreRange.UNIT, Optional.empty(), 1)
                        .at(0.95))
                .isEqualTo(Share.of(5, 8).at(0.95));
    }

    @Test
    void itemsOfWeightZeroDoNotCountAndScaleDoesNotMatter() {
        double[] scores = Arrays.copyOf(SCORES, 9);
        double[] weights = Arrays.copyOf(WEIGHTS, 9);
        scores[8] = 1000;
        Estimate without = WeightedMean.of(SCORES, WEIGHTS, ScoreRange.UNKNOWN).at(0.95);
        Estimate with = WeightedMean.of(scores, weights, ScoreRange.UNKNOWN).at(0.95);
        assertThat(with).isEqualTo(without);
        double[] large = Arrays.stream(WEIGHTS).map(w -> w * 1024).toArray();
        assertThat(WeightedMean.of(SCORES, large, ScoreRange.UNKNOWN).at(0.95)).isEqualTo(without);
    }

    @Test
    void sharesNeverHaveZeroWidth() {
        double[] ones = {1, 1, 1, 1, 1, 1, 1, 1};
        Estimate estimate = WeightedMean.of(ones, WEIGHTS, ScoreRange.UNIT).at(0.95);
        assertThat(estimate.upper().orElseThrow()).isEqualTo(1);
        double effective = 144 / 22.5;
        assertThat(estimate.lower().orElseThrow())
                .isCloseTo(Share.wilson(effective, effective, 0.95)[0], within(1e-12));
    }

    @Test
    void intervalsHoldTheirLevel() {
        // Weights that go with the scores: the plain mean would be far off.
        double mean = coverage(3_000, 0.75 * 3 / 2, random -> population(random, 60, false, 1));
        assertThat(mean).isBetween(LEVEL - 0.02, LEVEL + 0.02);
        double share = coverage(3_000, 0.7 * 3 / 4 + 0.3 / 4, random -> population(random, 80, true, 1));
        assertThat(share).isBetween(LEVEL - 0.02, LEVEL + 0.03);
        double clustered = coverage(2_000, 0.75 * 3 / 2, random -> population(random, 40, false, 4));
        assertThat(clustered).isBetween(LEVEL - 0.03, LEVEL + 0.03);
    }

    /**
     * Half of the units weigh 3, half 1. Scores: uniform up to 3 or 0 (their weighted mean is 9/8); passes: with probability 0.7 or 0.3.
     * Each unit is repeated, with the same score.
     */
    private static WeightedMean population(SplittableRandom random, int units, boolean passes, int repeats) {
        double[] scores = new double[units * repeats];
        double[] weights = new double[units * repeats];
        long[] ids = new long[units * repeats];
        for (int unit = 0; unit < units; unit++) {
            boolean heavy = random.nextBoolean();
            double score =
                    passes ? (random.nextDouble() < (heavy ? 0.7 : 0.3) ? 1 : 0) : heavy ? 3 * random.nextDouble() : 0;
            for (int r = 0; r < repeats; r++) {
                int i = unit * repeats + r;
                scores[i] = score;
                weights[i] = heavy ? 3 : 1;
                ids[i] = unit;
            }
        }
        Optional<Clusters> clusters = repeats == 1 ? Optional.empty() : Optional.of(Clusters.of(ids));
        return WeightedMean.of(scores, weights, ScoreRange.UNKNOWN, clusters);
    }

    private static double coverage(int rounds, double truth, Function<SplittableRandom, WeightedMean> experiment) {
        SplittableRandom random = new SplittableRandom(20261124);
        int held = 0;
        for (int i = 0; i < rounds; i++) {
            Estimate estimate = experiment.apply(random).at(LEVEL);
            boolean inside = estimate.lower().orElseThrow() <= truth
                    && truth <= estimate.upper().orElseThrow();
            held += inside ? 1 : 0;
        }
        return (double) held / rounds;
    }

    @Test
    void badWeightsAreNamed() {
        assertThatThrownBy(() -> WeightedMean.of(new double[] {1, 2}, new double[] {1, -1}, ScoreRange.UNKNOWN))
                .isInstanceOf(MetricException.class)
                .hasMessageContaining("weights[1]");
        assertThatThrownBy(() -> WeightedMean.of(new double[] {1, 2}, new double[] {1}, ScoreRange.UNKNOWN))
                .hasMessageContaining("weights");
        assertThatThrownBy(() -> WeightedMean.of(new double[] {1, 2}, new double[] {0, 0}, ScoreRange.UNKNOWN))
                .hasMessageContaining("above 0");
        assertThat(WeightedMean.of(new double[0], new double[0], ScoreRange.UNKNOWN)
                        .at(0.95)
                        .isDefined())
                .isFalse();
        assertThat(WeightedMean.of(new double[] {2}, new double[] {5}, ScoreRange.UNKNOWN)
                        .at(0.95)
                        .hasInterval())
                .isFalse();
    }
}
