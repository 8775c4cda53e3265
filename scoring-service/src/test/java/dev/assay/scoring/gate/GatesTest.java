package dev.assay.scoring.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.metrics.decision.Decision;
import dev.assay.metrics.decision.Verdict;
import dev.assay.scoring.comparison.Comparisons;
import dev.assay.scoring.comparison.Comparisons.Side;
import dev.assay.scoring.comparison.Estimation;
import dev.assay.scoring.comparison.Evidence;
import dev.assay.scoring.comparison.Metric;
import dev.assay.scoring.comparison.Population;
import dev.assay.scoring.evaluation.CompletionRow;
import dev.assay.scoring.evaluation.Outcomes;
import dev.assay.scoring.result.Comparison;
import dev.assay.scoring.result.GateOutcome;
import dev.assay.scoring.scorer.Completion.Measures;
import dev.assay.scoring.scorer.Completion.Money;
import dev.assay.suite.Suite;
import dev.assay.suite.SuiteParse;
import dev.assay.suite.SuiteParser;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Gates over made-up evidence: categories, slices, latency, cost, exactness, coverage, clusters, and no false SHIP (S7, S8, S9). */
class GatesTest {

    private static final int N = 400;

    @Test
    void aCategoryThatGetsWorseIsBlamedThoughTheWholeGetsBetter() {
        // Half of the examples are edge cases, all of which the candidate loses.
        Decided decided = decide(
                "- { name: g, metric: accuracy, regresses_by_at_most: 0.05, by: category }",
                i -> i % 2 == 0 ? "simple" : "edge",
                (p, i) -> p == 0 ? (i % 2 == 0 ? 1 : i % 4 == 1 ? 1 : 0) : (i % 2 == 0 ? 0 : 1));
        GateOutcome gate = decided.gates().getFirst();
        assertThat(gate.verdict()).isEqualTo(Verdict.REFUTED);
        assertThat(gate.parts()).extracting(GateOutcome::gate).containsExactly("g[edge]", "g[simple]");
        assertThat(gate.parts()).extracting(GateOutcome::verdict).containsExactly(Verdict.REFUTED, Verdict.PASS);
        assertThat(decided.outcome()).isEqualTo(Decision.Outcome.ITERATE);
    }

    @Test
    void latencyIsComparedByItsQuantilesAndCostByItsMean() {
        Decided decided = decide("""
                - { name: slow, metric: latency_p50, ratio_to_baseline_at_most: 2 }
                  - { name: quick, metric: latency_p50, at_most: 1.5 }
                  - { name: dear, metric: cost_mean, ratio_to_baseline_at_most: 3 }
                  - { name: total, metric: cost_total, at_most: 0.8 }""", i -> "", (p, i) -> 1);
        assertThat(decided.gates())
                .extracting(GateOutcome::verdict)
                .containsExactly(Verdict.PASS, Verdict.PASS, Verdict.PASS, Verdict.PASS);
        assertThat(decided.gates().get(3).value().value())
                .hasValueCloseTo(0.8, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void anExactGateAdmitsEqualityAndNoException() {
        String gate = "- { name: all, metric: accuracy, at_least: 1, exact: true }";
        assertThat(decide(gate, i -> "", (p, i) -> 1).outcome()).isEqualTo(Decision.Outcome.SHIP);
        assertThat(decide(gate, i -> "", (p, i) -> i == 7 ? 0 : 1).outcome()).isEqualTo(Decision.Outcome.ITERATE);
    }

    @Test
    void aSliceIsJudgedAlone() {
        Decided decided = decide(
                "- { name: g, metric: accuracy, at_least: 0.9, slice: edge }",
                i -> i % 2 == 0 ? "simple" : "edge",
                (p, i) -> i % 2);
        assertThat(decided.outcome()).isEqualTo(Decision.Outcome.SHIP);
        assertThat(decided.gates().getFirst().value().n()).isEqualTo(N / 2);
        assertThat(decided.gates().getFirst().criterion()).isEqualTo("accuracy(b) ≥ 0.9 on edge");
    }

    @Test
    void undecidedGatesSayHowManyExamplesWouldDo() {
        Decided decided =
                decide("- { name: g, metric: accuracy, at_least: 0.5 }", i -> "", (p, i) -> i % 100 < 52 ? 1 : 0);
        assertThat(decided.outcome()).isEqualTo(Decision.Outcome.INCONCLUSIVE);
        assertThat(decided.gates().getFirst().requiredN().orElse(0)).isGreaterThan(N);
    }

    @Test
    void twoEquallyGoodModelsRarelyShip() {
        SplittableRandom random = new SplittableRandom(7);
        int shipped = 0;
        for (int round = 0; round < 200; round++) {
            SplittableRandom mine = random.split();
            double[][] scores = new double[2][N];
            for (double[] model : scores) {
                for (int i = 0; i < N; i++) {
                    model[i] = mine.nextDouble() < 0.6 ? 1 : 0;
                }
            }
            Decided decided =
                    decide("- { name: g, metric: accuracy, improves_by: 0.001 }", i -> "", (p, i) -> scores[p][i]);
            shipped += decided.outcome() == Decision.Outcome.SHIP ? 1 : 0;
        }
        // 5% are allowed; 21 of 200 has a probability below 0.001.
        assertThat(shipped).isLessThan(21);
    }

    @Test
    void comparisonsOfCategoriesAreCorrectedForTheirNumber() {
        List<Comparison> comparisons = decide(
                        "- { name: g, metric: accuracy, at_least: 0.1 }",
                        i -> "c" + i % 4,
                        (p, i) -> p == 0 ? (i % 10 < 7 ? 1 : 0) : (i % 10 < 6 ? 1 : 0))
                .comparisons();
        Comparison part = comparisons.stream()
                .filter(c -> c.metric().equals("accuracy") && c.slice().equals("category=c1"))
                .findFirst()
                .orElseThrow();
        assertThat(part.test().adjustedPValue().orElseThrow())
                .isGreaterThanOrEqualTo(part.test().pValue());
        Comparison whole = comparisons.getFirst();
        assertThat(whole.wins()).isEqualTo(N / 10);
        assertThat(whole.losses()).isZero();
        assertThat(whole.ties()).isEqualTo(N - N / 10);
        assertThat(whole.requiredN()).isPresent();
    }

    private record Decided(Decision.Outcome outcome, List<GateOutcome> gates, List<Comparison> comparisons) {}

    /** Scores by participant (0 candidate, 1 baseline) and example; the candidate takes 1 s and 0.002 USD, the baseline 0.9 s and 0.001. */
    private static Decided decide(
            String gates, IntFunction<String> category, BiFunction<Integer, Integer, Number> score) {
        SuiteParse parse = SuiteParser.parse("""
                assay: 1
                data: { dataset: d, file: d.jsonl, format: jsonl, mapping: { input: i, expected: e } }
                slices: { edge: { categories: [edge] } }
                models: { a: { provider: recorded }, b: { provider: recorded } }
                candidate: b
                baseline: a
                scorers: { s: { type: exact_match } }
                metrics: { accuracy: { scorer: s } }
                gates:
                  %s
                seed: 1
                """.formatted(gates));
        Suite suite = parse.suite().orElseThrow(() -> new AssertionError(parse.errors()));
        Evidence evidence = new Evidence(new Population(N, suite.slices()), 2, 1, 1, suite.seed());
        for (int p = 0; p < 2; p++) {
            for (int i = 0; i < N; i++) {
                Measures measures = new Measures(
                        OptionalDouble.of((p == 0 ? 1 : 0.9) + i * 1e-4),
                        OptionalDouble.of(10),
                        Optional.of(
                                new Money("USD", new BigDecimal(p == 0 ? "0.002" : i % 2 == 0 ? "0.001" : "0.0011"))));
                evidence.add(new CompletionRow(p, i, 0, "e" + i, category.apply(i), List.of(), "", false, measures));
                evidence.add(p, 0, i, 0, Outcomes.SCORED, score.apply(p, i).doubleValue());
            }
        }
        List<Metric> metrics = Metric.of(suite);
        Side candidate = new Side(0, "b");
        Side baseline = new Side(1, "a");
        List<Judged> judged = new Gates(suite, evidence, metrics, candidate, Optional.of(baseline)).judge();
        assertThat(new Estimation(evidence, 0.95).estimate(metrics, List.of("b", "a")))
                .isNotEmpty();
        return new Decided(
                Decisions.decide(suite, judged, 0, Instant.EPOCH).outcome(),
                judged.stream().map(Judged::outcome).toList(),
                new Comparisons(evidence, 0.95).compare(metrics, candidate, baseline));
    }
}
