package dev.assay.metrics.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.metrics.statistics.Mean;
import dev.assay.metrics.statistics.PairedDifference;
import dev.assay.metrics.statistics.QuantileRatio;
import dev.assay.metrics.statistics.RelativeChange;
import dev.assay.metrics.statistics.ScoreRange;
import dev.assay.metrics.statistics.Share;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Gates and decisions on real and made-up results (S8, S9). */
class DecisionTest {

    // Which of 200 GSM8K questions three published models answer rightly.
    private static final double[] SMALL = passes(
            "00000010101001001000010001000000001000101001001000010010000100001000000000010001000000000000000001000100"
                    + "101000000000010000110000010001000100100000000100000001001000101001010000010010000000001001100000");
    private static final double[] TUNED = passes(
            "11000011001001011100010001000010001011101001001101010110110110000010000001000000010000010000000001000000"
                    + "100000000001000000110100010001001011100001001111000001101000111100000000000111010100000001110100");
    private static final double[] VERIFIED = passes(
            "11100110101011011101011101010110101001101111101101011011110111101010001001000001010101010001011101011100"
                    + "111101011001010111110010110111111101100010010111101101101010111111100000101110110100100001110101");

    private static double[] passes(String digits) {
        return digits.chars().mapToDouble(c -> c - '0').toArray();
    }

    private static PairedDifference difference(double[] baseline, double[] candidate) {
        return PairedDifference.of(baseline, candidate, ScoreRange.UNIT);
    }

    @Test
    void theVerifiedModelShips() {
        Gate gate = Gate.improvement("improvement", 0.05, true);
        GateResult absolute = gate.judge(difference(TUNED, VERIFIED), 1);
        GateResult relative = gate.judge(RelativeChange.of(TUNED, VERIFIED, ScoreRange.UNIT), 1);
        assertThat(absolute.verdict()).isEqualTo(Verdict.PASS);
        assertThat(absolute.estimate().value().getAsDouble()).isEqualTo(0.26);
        assertThat(relative.verdict()).isEqualTo(Verdict.PASS);
        Decision decision = Decision.of(List.of(absolute, relative));
        assertThat(decision.outcome()).isEqualTo(Decision.Outcome.SHIP);
        assertThat(decision.confidence()).isEqualTo(0.95);
        assertThat(decision.additionalItems()).isEmpty();
    }

    @Test
    void theSmallModelIterates() {
        GateResult result = Gate.improvement("improvement", 0.05, true).judge(difference(VERIFIED, SMALL), 1);
        assertThat(result.verdict()).isEqualTo(Verdict.REFUTED);
        assertThat(Decision.of(List.of(result)).outcome()).isEqualTo(Decision.Outcome.ITERATE);
    }

    @Test
    void aModelAgainstItselfNeverShipsAnImprovement() {
        for (int n : new int[] {1, 2, 5, 20, 200}) {
            double[] scores = Arrays.copyOf(VERIFIED, n);
            for (double margin : new double[] {0, 0.05}) {
                Gate gate = Gate.improvement("improvement", margin, true);
                assertThat(gate.judge(difference(scores, scores), 1).verdict()).isNotEqualTo(Verdict.PASS);
                assertThat(gate.judge(RelativeChange.of(scores, scores, ScoreRange.UNIT), 1)
                                .verdict())
                        .isNotEqualTo(Verdict.PASS);
            }
        }
        Gate gate = Gate.improvement("improvement", 0.05, true);
        GateResult few = gate.judge(difference(new double[20], new double[20]), 1);
        assertThat(few.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(few.additionalItems()).isPresent();
        assertThat(gate.judge(difference(VERIFIED, VERIFIED), 1).verdict()).isEqualTo(Verdict.REFUTED);
    }

    @Test
    void inconclusiveSaysHowManyMore() {
        GateResult accuracy = Gate.atLeast("accuracy", 0.85).judge(Share.of(88, 100), 1);
        assertThat(accuracy.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        // (1.64485·√(.85·.15) + 0.84162·√(.88·.12))² / .03²
        assertThat(accuracy.requiredItems()).isEqualTo(OptionalLong.of(824));
        assertThat(accuracy.additionalItems()).isEqualTo(OptionalLong.of(724));
        GateResult adversarial = Gate.atLeast("adversarial", 0.9).judge(Share.of(20, 20), 1);
        assertThat(adversarial.additionalItems()).isEqualTo(OptionalLong.of(5));
        GateResult passing = Gate.atLeast("easy", 0.5).judge(Share.of(88, 100), 1);
        Decision decision = Decision.of(List.of(passing, adversarial, accuracy));
        assertThat(decision.outcome()).isEqualTo(Decision.Outcome.INCONCLUSIVE);
        assertThat(decision.additionalItems()).isEqualTo(OptionalLong.of(724));
    }

    @Test
    void theNumberStillNeededDoesDecide() {
        GateResult adversarial = Gate.atLeast("adversarial", 0.9).judge(Share.of(20, 20), 1);
        long n = adversarial.requiredItems().getAsLong();
        assertThat(Gate.atLeast("adversarial", 0.9).judge(Share.of(n, n), 1).verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(Gate.atLeast("adversarial", 0.9)
                        .judge(Share.of(n - 1, n - 1), 1)
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void noNumberDecidesAValueOnItsThreshold() {
        GateResult result = Gate.atLeast("half", 0.5).judge(Share.of(50, 100), 1);
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.additionalItems()).isEmpty();
        Decision decision = Decision.of(List.of(result));
        assertThat(decision.additionalItems()).isEmpty();
        assertThat(decision.notes()).hasSize(1).first().asString().startsWith("half:");
    }

    @Test
    void nonInferiority() {
        Gate gate = Gate.nonInferiority("regression", 0.05, true);
        assertThat(gate.threshold()).isEqualTo(-0.05);
        assertThat(gate.judge(difference(TUNED, VERIFIED), 1).verdict()).isEqualTo(Verdict.PASS);
        assertThat(gate.judge(difference(VERIFIED, TUNED), 1).verdict()).isEqualTo(Verdict.REFUTED);
        Gate lower = Gate.nonInferiority("errors", 0.05, false);
        assertThat(lower.judge(difference(TUNED, VERIFIED), 1).verdict()).isEqualTo(Verdict.REFUTED);
    }

    @Test
    void latencyRatio() {
        double[] slow = new double[400];
        double[] fast = new double[400];
        Arrays.setAll(fast, i -> 100 + (i * 131 % 400) / 4.0);
        Arrays.setAll(slow, i -> 3 * fast[i]);
        Gate gate = Gate.atMost("p99 latency", 2);
        for (QuantileRatio.Interval interval : QuantileRatio.Interval.values()) {
            assertThat(gate.judge(QuantileRatio.of(fast, fast, 0.99, interval, 1), 1)
                            .verdict())
                    .isEqualTo(Verdict.PASS);
            assertThat(gate.judge(QuantileRatio.of(fast, slow, 0.99, interval, 1), 1)
                            .verdict())
                    .isEqualTo(Verdict.REFUTED);
        }
    }

    @Test
    void lowCoverageCannotPass() {
        Gate gate = Gate.atLeast("accuracy", 0.5);
        GateResult result = gate.judge(Share.of(90, 95), 0.95);
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.additionalItems()).isEqualTo(OptionalLong.of(4));
        assertThat(result.reason()).startsWith("coverage 95.00% is below 99.00%");
        assertThat(gate.judge(Share.of(10, 95), 0.95).verdict()).isEqualTo(Verdict.REFUTED);
    }

    @Test
    void manyErrorsCannotShip() {
        GateResult passing = Gate.atLeast("easy", 0.5).judge(Share.of(88, 100), 1);
        Decision decision = Decision.of(List.of(passing), 0.2, 0.05);
        assertThat(decision.outcome()).isEqualTo(Decision.Outcome.INCONCLUSIVE);
        assertThat(decision.notes())
                .containsExactly("20.00% of the calls failed, more than the 5.00% with which a run may pass");
        assertThat(Decision.of(List.of()).outcome()).isEqualTo(Decision.Outcome.INCONCLUSIVE);
    }

    @Test
    void exactGatesSpeakOfTheseExamples() {
        Gate gate = Gate.atLeast("schema", 1);
        GateResult all = gate.judgeExact(200, 200, 200, ScoreRange.UNIT);
        assertThat(all.verdict()).isEqualTo(Verdict.PASS);
        assertThat(all.estimate().level()).isEqualTo(1);
        assertThat(gate.judgeExact(150, 151, 200, ScoreRange.UNIT).verdict()).isEqualTo(Verdict.REFUTED);
        GateResult unseen = gate.judgeExact(190, 190, 200, ScoreRange.UNIT);
        assertThat(unseen.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(unseen.additionalItems()).isEqualTo(OptionalLong.of(10));
        assertThat(Decision.of(List.of(all)).confidence()).isEqualTo(1);
        assertThat(gate.judgeExact(0, 0, 200, ScoreRange.UNIT).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        Gate cost = Gate.atMost("cost", 12.5);
        assertThat(cost.judgeExactValue(12.5, 200, 200).verdict()).isEqualTo(Verdict.PASS);
        assertThat(cost.judgeExactValue(12.6, 200, 200).verdict()).isEqualTo(Verdict.REFUTED);
        GateResult early = cost.judgeExactValue(3, 50, 200);
        assertThat(early.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(early.additionalItems()).isEqualTo(OptionalLong.of(150));
    }

    @Test
    void undefinedIsInconclusive() {
        GateResult result = Gate.atLeast("mean", 1).judge(Mean.of(new double[0]), 1);
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.reason()).isEqualTo("undefined: no items");
        assertThat(Gate.atLeast("mean", 1).judge(Mean.of(new double[] {5}), 1).reason())
                .isEqualTo("the data do not bound the value on the side that matters");
    }

    @Test
    void holmSparesACategoryThatChanceCouldExplain() {
        Map<String, CategoryGates.Evidence> categories = new LinkedHashMap<>();
        double[] better = new double[400];
        Arrays.fill(better, 1);
        // Nine losses of 100: harm beyond 5 points at p = .03 alone, but not among eight categories.
        double[] before = new double[100];
        Arrays.fill(before, 0, 9, 1);
        categories.put("hard", new CategoryGates.Evidence(difference(before, new double[100]), 1));
        for (int i = 0; i < 7; i++) {
            categories.put("c" + i, new CategoryGates.Evidence(difference(new double[400], better), 1));
        }
        Gate gate = Gate.nonInferiority("regression", 0.05, true);
        assertThat(gate.judge(categories.get("hard").estimator(), 1).verdict()).isEqualTo(Verdict.REFUTED);
        List<GateResult> results = CategoryGates.judge(gate, categories);
        assertThat(results.getFirst().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(results.getFirst().gate().name()).isEqualTo("regression[hard]");
        assertThat(results.subList(1, 8)).allMatch(r -> r.verdict() == Verdict.PASS);
        List<GateResult> alone = CategoryGates.judge(gate, Map.of("hard", categories.get("hard")));
        assertThat(alone.getFirst().verdict()).isEqualTo(Verdict.REFUTED);
    }
}
