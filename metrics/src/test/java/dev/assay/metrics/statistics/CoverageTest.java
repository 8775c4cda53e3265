package dev.assay.metrics.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Intervals hold what their level promises, by enumeration or seeded simulation (S7). */
class CoverageTest {

    private static final double LEVEL = 0.9;

    /** Share of simulations whose interval holds the truth. */
    private static double coverage(int simulations, double truth, Function<SplittableRandom, Estimator> experiment) {
        SplittableRandom random = new SplittableRandom(20261124);
        int held = 0;
        for (int i = 0; i < simulations; i++) {
            Estimate estimate = experiment.apply(random).at(LEVEL);
            boolean above = estimate.lower().isEmpty() || estimate.lower().getAsDouble() <= truth + 1e-12;
            boolean below = estimate.upper().isEmpty() || estimate.upper().getAsDouble() >= truth - 1e-12;
            held += above && below ? 1 : 0;
        }
        return (double) held / simulations;
    }

    private static double error(int simulations) {
        return 3 * Math.sqrt(LEVEL * (1 - LEVEL) / simulations);
    }

    private static double[] sample(SplittableRandom random, int n, Function<SplittableRandom, Double> one) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> one.apply(random));
        return values;
    }

    private static double pass(SplittableRandom random, double p) {
        return random.nextDouble() < p ? 1 : 0;
    }

    @Test
    void sharesByEnumeration() {
        int n = 60;
        double sum = 0;
        int points = 0;
        for (double p = 0.02; p < 0.985; p += 0.01) {
            double wilson = 0;
            double clopperPearson = 0;
            double probability = Math.pow(1 - p, n);
            for (int k = 0; k <= n; k++) {
                wilson += holds(Share.of(k, n), p) ? probability : 0;
                clopperPearson += holds(Share.exact(k, n), p) ? probability : 0;
                probability *= (n - k) * p / ((k + 1) * (1 - p));
            }
            assertThat(clopperPearson).as("Clopper-Pearson at " + p).isGreaterThanOrEqualTo(LEVEL - 1e-9);
            assertThat(wilson).as("Wilson at " + p).isGreaterThan(0.82);
            sum += wilson;
            points++;
        }
        assertThat(sum / points).isBetween(LEVEL - 0.01, LEVEL + 0.01);
    }

    private static boolean holds(Estimator estimator, double p) {
        Estimate estimate = estimator.at(LEVEL);
        return estimate.lower().getAsDouble() <= p && p <= estimate.upper().getAsDouble();
    }

    @Test
    void meanOfNormalScores() {
        double coverage = coverage(4000, 1, r -> Mean.of(sample(r, 8, x -> 1 + 2 * x.nextGaussian())));
        assertThat(coverage).isBetween(LEVEL - error(4000), LEVEL + error(4000));
    }

    @Test
    void clusteredMeans() {
        for (int clusters : new int[] {8, 15, 40}) {
            long[] ids = new long[clusters * 5];
            Arrays.setAll(ids, i -> i / 5);
            Clusters by = Clusters.of(ids);
            int simulations = 600;
            double coverage = coverage(simulations, 0, r -> {
                double[] scores = new double[ids.length];
                double shared = 0;
                for (int i = 0; i < scores.length; i++) {
                    shared = i % 5 == 0 ? r.nextGaussian() : shared;
                    scores[i] = shared + r.nextGaussian();
                }
                return ClusteredMean.of(scores, by, ScoreRange.UNKNOWN, r.nextLong());
            });
            assertThat(coverage).as(clusters + " clusters").isBetween(LEVEL - error(simulations), 0.96);
        }
    }

    @Test
    void ignoringClustersWouldNotHold() {
        long[] ids = new long[200];
        Arrays.setAll(ids, i -> i / 5);
        double naive = coverage(600, 0, r -> {
            double[] scores = new double[200];
            double shared = 0;
            for (int i = 0; i < 200; i++) {
                shared = i % 5 == 0 ? r.nextGaussian() : shared;
                scores[i] = shared + r.nextGaussian();
            }
            return Mean.of(scores);
        });
        assertThat(naive).isLessThan(0.8);
    }

    @Test
    void pairedPassAndFail() {
        double coverage = coverage(4000, 0.1, r -> {
            double[] baseline = new double[80];
            double[] candidate = new double[80];
            for (int i = 0; i < 80; i++) {
                double u = r.nextDouble();
                // 15% only the candidate, 5% only the baseline, 50% both.
                candidate[i] = u < 0.15 || u > 0.5 ? 1 : 0;
                baseline[i] = u > 0.45 ? 1 : 0;
            }
            return PairedDifference.of(baseline, candidate, ScoreRange.UNIT);
        });
        assertThat(coverage).isBetween(LEVEL - error(4000) - 0.005, LEVEL + error(4000) + 0.01);
    }

    @Test
    void relativeChange() {
        double coverage = coverage(4000, 0.2, r -> {
            double[] baseline = sample(r, 60, x -> pass(x, 0.5));
            double[] candidate = new double[60];
            Arrays.setAll(candidate, i -> pass(r, 0.5 * 0.4 + baseline[i] * 0.8));
            return RelativeChange.of(baseline, candidate, ScoreRange.UNIT);
        });
        assertThat(coverage).isBetween(LEVEL - error(4000) - 0.005, LEVEL + error(4000) + 0.01);
        double continuous = coverage(4000, 0.2, r -> {
            double[] baseline = sample(r, 40, x -> 0.5 * x.nextDouble());
            double[] candidate = new double[40];
            Arrays.setAll(candidate, i -> baseline[i] + 0.1 * r.nextDouble());
            return RelativeChange.of(baseline, candidate, ScoreRange.UNIT);
        });
        assertThat(continuous).isBetween(LEVEL - error(4000) - 0.005, LEVEL + error(4000) + 0.005);
    }

    @Test
    void unpairedShares() {
        double coverage = coverage(4000, -0.1, r -> {
            long first = (long) Arrays.stream(sample(r, 50, x -> pass(x, 0.8))).sum();
            long second = (long) Arrays.stream(sample(r, 70, x -> pass(x, 0.9))).sum();
            return ShareDifference.of(first, 50, second, 70);
        });
        assertThat(coverage).isBetween(LEVEL - error(4000) - 0.005, LEVEL + error(4000) + 0.01);
    }

    @Test
    void bootstraps() {
        for (BootstrapInterval.Kind kind : BootstrapInterval.Kind.values()) {
            double coverage = coverage(
                    400,
                    Math.exp(0.125),
                    r -> BootstrapInterval.ofMean(
                            sample(r, 50, x -> Math.exp(0.5 * x.nextGaussian())), kind, 2000, r.nextLong()));
            assertThat(coverage).as(kind.name()).isBetween(LEVEL - error(400) - 0.02, LEVEL + error(400));
        }
    }

    @Test
    void quantileRatios() {
        for (QuantileRatio.Interval interval : QuantileRatio.Interval.values()) {
            double coverage = coverage(
                    150,
                    1.5,
                    r -> QuantileRatio.of(
                            sample(r, 400, x -> Math.exp(x.nextGaussian())),
                            sample(r, 400, x -> 1.5 * Math.exp(x.nextGaussian())),
                            0.95,
                            interval,
                            r.nextLong()));
            assertThat(coverage).as(interval.name()).isGreaterThan(LEVEL - error(150));
        }
    }

    @Test
    void judgesCorrectedByPeople() {
        double rogan = coverage(3000, 0.7, r -> {
            int passes = 0;
            int truePasses = 0;
            int trueFails = 0;
            for (int i = 0; i < 150; i++) {
                boolean good = r.nextDouble() < 0.7;
                passes += good ? 1 : 0;
                truePasses += good && r.nextDouble() < 0.9 ? 1 : 0;
                trueFails += !good && r.nextDouble() < 0.8 ? 1 : 0;
            }
            double judged = 0.7 * 0.9 + 0.3 * 0.2;
            long passed =
                    (long) Arrays.stream(sample(r, 1000, x -> pass(x, judged))).sum();
            return new RoganGladen(passed, 1000, truePasses, passes, trueFails, 150 - passes);
        });
        assertThat(rogan).isBetween(LEVEL - error(3000) - 0.015, 0.95);
        double powered = coverage(3000, 0.6, r -> {
            double[] human = sample(r, 150, x -> pass(x, 0.6));
            double[] judge = new double[150];
            Arrays.setAll(judge, i -> 0.2 + 0.6 * human[i] + 0.1 * r.nextGaussian());
            double[] rest = sample(r, 1500, x -> 0.2 + 0.6 * pass(x, 0.6) + 0.1 * x.nextGaussian());
            return PredictionPowered.of(human, judge, rest, ScoreRange.UNIT);
        });
        assertThat(powered).isBetween(LEVEL - error(3000) - 0.01, LEVEL + error(3000));
    }

    @Test
    void confidenceSequencesHoldOverAllLooks() {
        for (double p : new double[] {0.05, 0.5, 0.9}) {
            int total = 400;
            int simulations = 500;
            SplittableRandom random = new SplittableRandom(7);
            int missed = 0;
            for (int s = 0; s < simulations; s++) {
                double[] set = new double[total];
                Arrays.fill(set, 0, (int) (p * total), 1);
                shuffle(set, random);
                ConfidenceSequence sequence = new ConfidenceSequence(total, ScoreRange.UNIT, 0.05);
                // Capital that ever ruled a mean out stays counted, so that the last look shows every earlier one.
                for (int i = 0; i < total - 1; i++) {
                    sequence.add(set[i]);
                }
                Estimate last = sequence.at(LEVEL);
                missed += last.lower().getAsDouble() > p || last.upper().getAsDouble() < p ? 1 : 0;
            }
            assertThat((double) missed / simulations).as("share " + p).isLessThanOrEqualTo(0.1 + error(simulations));
        }
    }

    @Test
    void confidenceSequencesNarrowAndEndExactly() {
        int total = 500;
        double[] set = new double[total];
        Arrays.fill(set, 0, 350, 1);
        shuffle(set, new SplittableRandom(3));
        ConfidenceSequence sequence = new ConfidenceSequence(total, ScoreRange.UNIT, 0.05);
        double lower = 0;
        double upper = 1;
        for (int i = 0; i < total; i++) {
            sequence.add(set[i]);
            Estimate now = sequence.at(LEVEL);
            double ruledOutBelow = Math.min(now.lower().getAsDouble(), 0.7);
            assertThat(ruledOutBelow).isGreaterThanOrEqualTo(lower - 1e-9);
            lower = ruledOutBelow;
            upper = now.upper().getAsDouble();
        }
        assertThat(lower).isEqualTo(0.7);
        assertThat(upper).isEqualTo(0.7);
        assertThat(sequence.at(LEVEL).level()).isEqualTo(1);
    }

    static void shuffle(double[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }

    @Test
    void estimatesDoNotDependOnTheOrderOfItems() {
        SplittableRandom random = new SplittableRandom(5);
        double[] scores = sample(random, 300, SplittableRandom::nextDouble);
        Estimate before = Mean.of(scores).at(LEVEL);
        double[] shuffled = scores.clone();
        shuffle(shuffled, random);
        Estimate after = Mean.of(shuffled).at(LEVEL);
        assertThat(after.lower().getAsDouble()).isCloseTo(before.lower().getAsDouble(), within());
        assertThat(after.upper().getAsDouble()).isCloseTo(before.upper().getAsDouble(), within());
        QuantileRatio ratio = QuantileRatio.of(scores, scores, 0.9, QuantileRatio.Interval.BOOTSTRAP, 1);
        assertThat(QuantileRatio.of(shuffled, scores, 0.9, QuantileRatio.Interval.BOOTSTRAP, 1)
                        .at(LEVEL))
                .isEqualTo(ratio.at(LEVEL));
        Optional<Clusters> none = Optional.empty();
        assertThat(Estimators.mean(scores, ScoreRange.UNIT, none, 0).at(LEVEL)).isEqualTo(before);
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.api.Assertions.within(1e-12);
    }
}
