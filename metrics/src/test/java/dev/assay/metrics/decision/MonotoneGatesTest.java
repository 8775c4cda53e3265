package dev.assay.metrics.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.metrics.statistics.Estimator;
import dev.assay.metrics.statistics.Mean;
import dev.assay.metrics.statistics.PairedDifference;
import dev.assay.metrics.statistics.QuantileRatio;
import dev.assay.metrics.statistics.RelativeChange;
import dev.assay.metrics.statistics.ScoreRange;
import dev.assay.metrics.statistics.Share;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

/** A better value never worsens a verdict, nor does a milder threshold (S9). */
class MonotoneGatesTest {

    private static int rank(GateResult result) {
        return switch (result.verdict()) {
            case REFUTED -> 0;
            case INCONCLUSIVE -> 1;
            case PASS -> 2;
        };
    }

    private static void neverWorse(Gate gate, double from, double to, double step, DoubleFunction<Estimator> evidence) {
        int before = 0;
        boolean moved = false;
        for (double better = from; better <= to; better += step) {
            int now = rank(gate.judge(evidence.apply(better), 1));
            assertThat(now).as(gate.name() + " at " + better).isGreaterThanOrEqualTo(before);
            moved |= now > before;
            before = now;
        }
        assertThat(moved).as(gate.name() + " changes at all").isTrue();
    }

    @Test
    void moreSuccesses() {
        for (double threshold : new double[] {0.1, 0.5, 0.9, 0.99}) {
            neverWorse(Gate.atLeast("share " + threshold, threshold), 0, 300, 1, k -> Share.of((long) k, 300));
            neverWorse(Gate.atMost("errors " + threshold, threshold), 0, 300, 1, k -> Share.exact(300 - (long) k, 300));
        }
    }

    @Test
    void moreWinsAndFewerLosses() {
        double[] baseline = new double[120];
        Arrays.fill(baseline, 0, 60, 1);
        neverWorse(Gate.improvement("improvement", 0.05, true), 0, 120, 1, k -> {
            double[] candidate = new double[120];
            Arrays.fill(candidate, 0, (int) k, 1);
            return PairedDifference.of(baseline, candidate, ScoreRange.UNIT);
        });
        neverWorse(Gate.nonInferiority("regression", 0.05, true), 0, 120, 1, k -> {
            double[] candidate = new double[120];
            Arrays.fill(candidate, 0, (int) k, 1);
            return RelativeChange.of(baseline, candidate, ScoreRange.UNIT);
        });
    }

    @Test
    void shiftsAndScales() {
        SplittableRandom random = new SplittableRandom(8);
        double[] scores = new double[40];
        Arrays.setAll(scores, i -> random.nextGaussian());
        neverWorse(Gate.atLeast("mean", 0.5), -2, 3, 0.05, shift -> {
            double[] shifted = Arrays.stream(scores).map(x -> x + shift).toArray();
            return Mean.of(shifted);
        });
        double[] latencies = new double[500];
        Arrays.setAll(latencies, i -> Math.exp(random.nextGaussian()));
        neverWorse(Gate.atMost("p95", 2), 0.2, 3, 0.1, faster -> {
            double[] candidate =
                    Arrays.stream(latencies).map(x -> x * 3 / faster).toArray();
            return QuantileRatio.of(latencies, candidate, 0.95, QuantileRatio.Interval.ORDER_STATISTICS, 1);
        });
    }

    @Test
    void milderThresholds() {
        int before = 0;
        for (double threshold = 0.99; threshold > 0.5; threshold -= 0.01) {
            int now = rank(Gate.atLeast("share", threshold).judge(Share.of(160, 200), 1));
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
        assertThat(before).isEqualTo(2);
    }

    @Test
    void wrongVerdictsAreAsRareAsPromised() {
        SplittableRandom random = new SplittableRandom(11);
        Gate gate = Gate.atLeast("share", 0.8);
        int passes = 0;
        int refutations = 0;
        for (int s = 0; s < 4000; s++) {
            long successes = 0;
            for (int i = 0; i < 250; i++) {
                successes += random.nextDouble() < 0.8 ? 1 : 0;
            }
            Verdict verdict = gate.judge(Share.of(successes, 250), 1).verdict();
            passes += verdict == Verdict.PASS ? 1 : 0;
            refutations += verdict == Verdict.REFUTED ? 1 : 0;
        }
        double limit = 0.05 + 3 * Math.sqrt(0.05 * 0.95 / 4000) + 0.005;
        assertThat(passes / 4000.0).isLessThan(limit);
        assertThat(refutations / 4000.0).isLessThan(limit);
    }

    @Test
    void latencyRatiosRarelyPassWrongly() {
        SplittableRandom random = new SplittableRandom(6);
        Gate gate = Gate.atMost("p99", 2);
        int simulations = 600;
        int wrong = 0;
        for (int s = 0; s < simulations; s++) {
            double[] baseline = new double[150];
            double[] candidate = new double[150];
            Arrays.setAll(baseline, i -> Math.exp(0.6 * random.nextGaussian()));
            Arrays.setAll(candidate, i -> 2 * Math.exp(0.6 * random.nextGaussian()));
            QuantileRatio ratio =
                    QuantileRatio.of(baseline, candidate, 0.99, QuantileRatio.Interval.BOOTSTRAP, random.nextLong());
            wrong += gate.judge(ratio, 1).verdict() == Verdict.PASS ? 1 : 0;
        }
        assertThat(wrong / (double) simulations).isLessThan(0.05 + 3 * Math.sqrt(0.05 * 0.95 / simulations));
    }

    @Test
    void moreDataThanAskedForDecides() {
        SplittableRandom random = new SplittableRandom(12);
        int decided = 0;
        int simulations = 400;
        Gate gate = Gate.atLeast("share", 0.8);
        long required = gate.judge(Share.of(85, 100), 1).requiredItems().orElseThrow();
        for (int s = 0; s < simulations; s++) {
            long successes = 0;
            for (int i = 0; i < required; i++) {
                successes += random.nextDouble() < 0.85 ? 1 : 0;
            }
            decided += gate.judge(Share.of(successes, required), 1).verdict() == Verdict.PASS ? 1 : 0;
        }
        assertThat(decided / (double) simulations).isBetween(0.74, 0.86);
    }

    @Test
    void looksAreFree() {
        SplittableRandom random = new SplittableRandom(13);
        int simulations = 300;
        int wrong = 0;
        int saved = 0;
        for (int s = 0; s < simulations; s++) {
            // The set's true share is just below the threshold: any PASS is wrong.
            double[] set = new double[600];
            Arrays.fill(set, 0, 479, 1);
            shuffle(set, random);
            EarlyStopping stopping = new EarlyStopping();
            int gate = stopping.watch(Gate.atLeast("share", 0.8), set.length, ScoreRange.UNIT);
            for (int i = 0; i < set.length; i++) {
                stopping.add(gate, set[i]);
                if (i % 20 == 19) {
                    List<GateResult> results = stopping.look();
                    if (EarlyStopping.everyGateIsDecided(results)) {
                        wrong += results.getFirst().verdict() == Verdict.PASS ? 1 : 0;
                        saved += set.length - i - 1;
                        break;
                    }
                }
            }
        }
        assertThat(wrong / (double) simulations).isLessThan(0.05 + 3 * Math.sqrt(0.05 * 0.95 / simulations));
        assertThat(saved).isNotNegative();
    }

    @Test
    void aClearCaseStopsEarly() {
        SplittableRandom random = new SplittableRandom(14);
        double[] set = new double[2000];
        Arrays.fill(set, 0, 1900, 1);
        shuffle(set, random);
        EarlyStopping stopping = new EarlyStopping();
        int share = stopping.watch(Gate.atLeast("share", 0.8), set.length, ScoreRange.UNIT);
        int used = 0;
        while (!EarlyStopping.everyGateIsDecided(stopping.look())) {
            stopping.add(share, set[used++]);
        }
        assertThat(used).isLessThan(200);
        assertThat(stopping.look().getFirst().verdict()).isEqualTo(Verdict.PASS);
        EarlyStopping patchy = new EarlyStopping();
        int gate = patchy.watch(Gate.atLeast("share", 0.8), set.length, ScoreRange.UNIT);
        for (int i = 0; i < 300; i++) {
            if (i % 10 == 0) {
                patchy.skip(gate);
            } else {
                patchy.add(gate, set[i]);
            }
        }
        assertThat(patchy.look().getFirst().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(patchy.look().getFirst().reason()).isEqualTo("too many examples have no score");
    }

    private static void shuffle(double[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }
}
