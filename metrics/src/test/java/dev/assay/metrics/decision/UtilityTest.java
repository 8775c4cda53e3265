package dev.assay.metrics.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.statistics.RoganGladen;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Utility, Pareto front and the built-in policy (S9, S11). */
class UtilityTest {

    @Test
    void weighsWhatWasDeclared() {
        Utility utility = new Utility(List.of(new Utility.Term("accuracy", 10), new Utility.Term("cost", -2)));
        assertThat(utility.of(Map.of("accuracy", 0.8, "cost", 0.5))).isEqualTo(7);
        assertThat(utility.ofItems(Map.of("accuracy", new double[] {1, 0}, "cost", new double[] {0.5, 0.25})))
                .containsExactly(9, -0.5);
        assertThat(utility.warnings()).isEmpty();
        assertThatThrownBy(() -> utility.of(Map.of("accuracy", 0.8)))
                .isInstanceOf(MetricException.class)
                .hasMessage("utility: cost has no value");
        assertThatThrownBy(() -> utility.ofItems(Map.of("accuracy", new double[2], "cost", new double[3])))
                .hasMessage("cost: expected 2 items, found 3");
        assertThatThrownBy(() -> new Utility(List.of())).hasMessageStartingWith("utility.terms");
    }

    @Test
    void warnsAtFiveMetrics() {
        List<Utility.Term> terms = List.of(
                new Utility.Term("a", 1),
                new Utility.Term("b", 1),
                new Utility.Term("c", 1),
                new Utility.Term("d", 1),
                new Utility.Term("e", 1));
        assertThat(new Utility(terms).warnings()).hasSize(1);
        assertThat(new Utility(terms.subList(0, 4)).warnings()).isEmpty();
    }

    @Test
    void theFrontHasWhatNothingDominates() {
        ParetoFront.Point best = new ParetoFront.Point("large", 0.9, 10, 3);
        ParetoFront.Point cheap = new ParetoFront.Point("small", 0.7, 1, 1);
        ParetoFront.Point worse = new ParetoFront.Point("old", 0.7, 2, 1);
        ParetoFront.Point twin = new ParetoFront.Point("twin", 0.7, 1, 1);
        assertThat(ParetoFront.of(List.of(worse, best, cheap, twin))).containsExactly(best, cheap, twin);
        assertThat(ParetoFront.of(List.of())).isEmpty();
    }

    @Test
    void thePolicyIsTheDocumentedOne() {
        assertThat(BuiltInPolicy.GATES)
                .extracting(each -> each.gate().name() + " " + each.gate().side() + " "
                        + each.gate().threshold())
                .containsExactly(
                        "target_improvement AT_LEAST 0.05",
                        "general_regression AT_LEAST -0.05",
                        "exact_match AT_LEAST 0.85",
                        "p99_latency AT_MOST 2.0",
                        "human_preference AT_LEAST 0.6",
                        "adversarial_pass_rate AT_LEAST 0.9",
                        "schema_compliance AT_LEAST 1.0");
    }

    @Test
    void aJudgesShareIsCorrected() {
        assertThat(RoganGladen.correct(0.7, 0.9, 0.8)).isCloseTo(0.714286, within(5e-7));
        assertThatThrownBy(() -> RoganGladen.correct(0.7, 0.5, 0.5)).isInstanceOf(MetricException.class);
        assertThat(new RoganGladen(700, 1000, 40, 50, 30, 40).at(0.95).undefinedReason())
                .isEqualTo("90 human labels; at least 100 are needed to correct a judge");
    }
}
