package dev.assay.metrics.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

/** Tests of a model against itself raise false alarms at most as often as they say, and random ones repeat themselves (S7). */
class FalseAlarmsTest {

    private static final double ALPHA = 0.05;

    private static double falseAlarms(int simulations, boolean binary, ToDoubleBiFunction<double[], double[]> pValue) {
        SplittableRandom random = new SplittableRandom(42);
        int alarms = 0;
        for (int s = 0; s < simulations; s++) {
            double[] first = new double[60];
            double[] second = new double[60];
            for (int i = 0; i < first.length; i++) {
                // Items differ in difficulty, the two runs of the model only by chance.
                double ability = random.nextDouble();
                first[i] = binary ? pass(random, ability) : ability + random.nextGaussian();
                second[i] = binary ? pass(random, ability) : ability + random.nextGaussian();
            }
            alarms += pValue.applyAsDouble(first, second) <= ALPHA ? 1 : 0;
        }
        return (double) alarms / simulations;
    }

    private static double pass(SplittableRandom random, double p) {
        return random.nextDouble() < p ? 1 : 0;
    }

    private static double limit(int simulations) {
        return ALPHA + 3 * Math.sqrt(ALPHA * (1 - ALPHA) / simulations);
    }

    @Test
    void pairedTestsOfAModelAgainstItself() {
        assertThat(falseAlarms(4000, true, (a, b) -> pair(a, b).mcNemar().exact()))
                .isLessThanOrEqualTo(ALPHA);
        assertThat(falseAlarms(4000, true, (a, b) -> pair(a, b).mcNemar().midP()))
                .isLessThanOrEqualTo(limit(4000));
        assertThat(falseAlarms(4000, true, (a, b) -> pair(a, b).mcNemar().firstIsBetter()))
                .isLessThanOrEqualTo(ALPHA);
        assertThat(falseAlarms(2000, true, (a, b) -> pair(a, b).pValueAbove(0))).isLessThanOrEqualTo(limit(2000));
        assertThat(falseAlarms(4000, false, (a, b) -> TTests.paired(a, b).twoSided()))
                .isLessThanOrEqualTo(limit(4000));
        assertThat(falseAlarms(
                        4000,
                        false,
                        (a, b) -> Wilcoxon.exact(Moments.minus(a, b)).pValue().orElseThrow()))
                .isLessThanOrEqualTo(limit(4000));
        assertThat(falseAlarms(
                        1000,
                        false,
                        (a, b) -> Permutation.pairedRandom(Moments.minus(a, b), 999, 1)
                                .twoSided()))
                .isLessThanOrEqualTo(limit(1000));
    }

    private static PairedDifference pair(double[] a, double[] b) {
        return PairedDifference.of(a, b, ScoreRange.UNIT);
    }

    @Test
    void holmKeepsTheFamilyOfTests() {
        SplittableRandom random = new SplittableRandom(1);
        int alarms = 0;
        for (int s = 0; s < 4000; s++) {
            double[] p = new double[10];
            Arrays.setAll(p, i -> random.nextDouble());
            alarms += Arrays.stream(MultipleComparisons.HOLM.adjust(p)).anyMatch(x -> x <= ALPHA) ? 1 : 0;
        }
        assertThat(alarms / 4000.0).isLessThanOrEqualTo(limit(4000));
    }

    @Test
    void correctionsKeepTheOrderAndTheBounds() {
        SplittableRandom random = new SplittableRandom(2);
        for (MultipleComparisons method : MultipleComparisons.values()) {
            double[] p = new double[20];
            Arrays.setAll(p, i -> Math.pow(random.nextDouble(), 3));
            double[] adjusted = method.adjust(p);
            for (int i = 0; i < p.length; i++) {
                assertThat(adjusted[i]).isBetween(p[i] - 1e-12, 1.0);
                for (int j = 0; j < p.length; j++) {
                    assertThat(p[i] >= p[j] || adjusted[i] <= adjusted[j]).isTrue();
                }
            }
        }
    }

    @Test
    void theNumberOfThreadsDoesNotMatter() throws Exception {
        double[] values = new double[501];
        Arrays.setAll(values, i -> Math.sin(i));
        double[][] results = new double[3][];
        int[] threads = {1, 2, 5};
        for (int i = 0; i < threads.length; i++) {
            try (ForkJoinPool pool = new ForkJoinPool(threads[i])) {
                results[i] =
                        pool.submit(() -> Bootstrap.means(values, 1000, 99)).get();
            }
        }
        assertThat(results[1]).isEqualTo(results[0]);
        assertThat(results[2]).isEqualTo(results[0]);
        // The generator's output is part of the contract.
        assertThat(new SeededRandom(1, 2).nextLong()).isEqualTo(new SeededRandom(1, 2).nextLong());
        assertThat(new SeededRandom(1, 2).nextLong()).isNotEqualTo(new SeededRandom(1, 3).nextLong());
        assertThat(new SeededRandom(1, 2).nextLong()).isNotEqualTo(new SeededRandom(2, 2).nextLong());
    }

    @Test
    void boundedNumbersAreUniform() {
        SeededRandom random = new SeededRandom(4, 4);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[random.nextInt(7)]++;
        }
        double chi = Arrays.stream(counts)
                .mapToDouble(c -> Math.pow(c - 10_000, 2) / 10_000)
                .sum();
        assertThat(chi).isLessThan(22.5);
    }
}
