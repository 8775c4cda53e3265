package dev.assay.metrics.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.agreement.TwoRaters.Weights;
import dev.assay.metrics.statistics.Estimate;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** S5, S7, S14: agreement with intervals that hold. */
class AgreementIntervalsTest {

    /** Two raters who agree with probability 0.6 and else guess one of two: kappa 0.6 in the long run. */
    private static int[][] raters(int items, SplittableRandom random) {
        int[][] ratings = new int[2][items];
        for (int i = 0; i < items; i++) {
            ratings[0][i] = random.nextInt(2);
            ratings[1][i] = random.nextDouble() < 0.6 ? ratings[0][i] : random.nextInt(2);
        }
        return ratings;
    }

    private static Estimate kappa(int[][] ratings, int resamples) {
        return AgreementIntervals.ofTwoRaters(
                        ratings[0], ratings[1], 2, raters -> raters.cohenKappa(Weights.NONE), resamples, 7)
                .at(0.95);
    }

    @Test
    void theIntervalCoversTheTruth() {
        SplittableRandom random = new SplittableRandom(20261124);
        int covered = 0;
        for (int trial = 0; trial < 300; trial++) {
            Estimate estimate = kappa(raters(150, random), 400);
            covered += estimate.lower().orElseThrow() <= 0.6 && estimate.upper().orElseThrow() >= 0.6 ? 1 : 0;
        }
        // Nominal 95%, less three Monte Carlo errors of 1.3 points.
        assertThat(covered / 300.0).isBetween(0.91, 0.99);
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        int[][] ratings = raters(80, new SplittableRandom(1));
        assertThat(kappa(ratings, 1000)).isEqualTo(kappa(ratings, 1000));
    }

    @Test
    void allCoefficientsHaveOne() {
        long[][] table = new long[40][2];
        double[][] ratings = new double[2][40];
        int[][] raters = raters(40, new SplittableRandom(3));
        for (int i = 0; i < 40; i++) {
            table[i][raters[0][i]]++;
            table[i][raters[1][i]]++;
            ratings[0][i] = raters[0][i];
            ratings[1][i] = raters[1][i];
        }
        Estimate fleiss =
                AgreementIntervals.ofFleiss(table, Fleiss::kappa, 500, 1).at(0.9);
        Estimate alpha = AgreementIntervals.ofKrippendorff(ratings, Krippendorff.Level.NOMINAL, 500, 1)
                .at(0.9);
        assertThat(fleiss.hasInterval()).isTrue();
        assertThat(alpha.value().orElseThrow()).isCloseTo(fleiss.value().orElseThrow(), within(0.02));
        assertThat(alpha.lower().orElseThrow()).isLessThan(alpha.upper().orElseThrow());
    }

    @Test
    void anUndefinedCoefficientHasNoValue() {
        int[] same = {0, 0, 0};
        assertThat(AgreementIntervals.ofTwoRaters(same, same, 2, r -> r.cohenKappa(Weights.NONE), 100, 1)
                        .at(0.95)
                        .isDefined())
                .isFalse();
        assertThatThrownBy(() -> AgreementIntervals.ofTwoRaters(
                        new int[] {0, 2}, new int[] {0, 1}, 2, TwoRaters::gwetAc1, 100, 1))
                .hasMessageContaining("item 1");
    }
}
