package dev.assay.metrics.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.label.GroupFairness.Rates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** S12: rates by group, and gaps whose intervals hold what they promise. */
class GroupFairnessTest {

    @Test
    void anIntervalOfEqualGroupsCoversZero() {
        SplittableRandom random = new SplittableRandom(20261124);
        int trials = 2000;
        int covered = 0;
        for (int trial = 0; trial < trials; trial++) {
            boolean[] truth = new boolean[240];
            boolean[] answered = new boolean[240];
            List<String> groups = new ArrayList<>();
            for (int i = 0; i < truth.length; i++) {
                groups.add("group " + i % 4);
                answered[i] = random.nextDouble() < 0.2;
            }
            GroupFairness.Gap gap = GroupFairness.of(truth, answered, groups).gap(Rates::selection, 0.95);
            covered += gap.lower() <= 0 && gap.upper() >= 0 ? 1 : 0;
        }
        // Nominal 95% over all pairs together, less three Monte Carlo errors of 0.5 points.
        assertThat((double) covered / trials).isGreaterThan(0.935);
    }

    @Test
    void aGapNeverHasZeroWidth() {
        boolean[] all = {true, true, true, true};
        GroupFairness.Gap gap =
                GroupFairness.of(all, all, List.of("a", "a", "b", "b")).gap(Rates::selection, 0.95);
        assertThat(gap.difference()).isZero();
        assertThat(gap.lower()).isLessThan(-0.1);
        assertThat(gap.upper()).isGreaterThan(0.1);
    }

    @Test
    void aGroupWithoutSuchRowsHasNoRate() {
        boolean[] truth = {true, false, false, false};
        GroupFairness fairness = GroupFairness.of(truth, new boolean[4], List.of("a", "a", "b", "b"));
        assertThat(fairness.groups())
                .hasEntrySatisfying(
                        "b",
                        rates -> assertThat(rates.truePositive().isDefined()).isFalse());
        assertThatThrownBy(() -> fairness.gap(Rates::truePositive, 0.95)).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> fairness.ratio(Rates::selection)).isInstanceOf(MetricException.class);
    }

    @Test
    void anyMetricGoesByGroup() {
        double[] values = {1, 2, 3, 10};
        Map<String, OptionalDouble> means = PerGroup.of(
                List.of("b", "b", "a", "a"),
                rows -> Arrays.stream(rows)
                        .mapToDouble(row -> values[row])
                        .average()
                        .orElseThrow());
        assertThat(means)
                .containsExactly(Map.entry("a", OptionalDouble.of(6.5)), Map.entry("b", OptionalDouble.of(1.5)));
        assertThat(PerGroup.gap(PerGroup.of(List.of("x", "y"), rows -> rows[0])))
                .isEqualTo(1);
        assertThat(PerGroup.of(List.of("x"), rows -> {
                    throw MetricException.undefined("no");
                }))
                .containsValue(OptionalDouble.empty());
    }
}
