package dev.assay.metrics.repeats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** S6: repeated samples of one example. */
class RepeatsTest {

    private static final double[] SCORES = {0.2, 0.4, 0.5, 0.7, 0.9, 1};

    @Test
    void goldenValues() {
        assertThat(PassAtK.anyPasses(8, 3, 4)).isCloseTo(0.928571, within(1e-6));
        assertThat(PassAtK.allPass(5, 4, 3)).isCloseTo(0.4, within(1e-12));
        assertThat(ExtremesOfN.worst(SCORES, 2)).isCloseTo(0.426667, within(1e-6));
        assertThat(ExtremesOfN.worst(SCORES, 3)).isCloseTo(0.33, within(1e-12));
        assertThat(ExtremesOfN.worst(SCORES, 5)).isCloseTo(0.233333, within(1e-6));
        assertThat(ExtremesOfN.worst(SCORES, 6)).isCloseTo(0.2, within(1e-12));
    }

    @Property
    void anyIsEasierThanMostIsEasierThanAll(
            @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @IntRange(max = 40) int passed,
            @ForAll @IntRange(min = 1, max = 40) int samples,
            @ForAll @DoubleRange(min = 0.01, max = 1) double tau) {
        int c = passed % (n + 1);
        int k = 1 + samples % n;
        double any = PassAtK.anyPasses(n, c, k);
        double most = PassAtK.mostPass(n, c, k, tau);
        double all = PassAtK.allPass(n, c, k);
        assertThat(any).isBetween(0.0, 1.0);
        assertThat(all).isBetween(0.0, 1.0);
        assertThat(most).isBetween(all - 1e-12, any + 1e-12);
        assertThat(PassAtK.anyPasses(n, c, 1)).isCloseTo((double) c / n, within(1e-12));
        // No sample passes exactly when all fail.
        assertThat(any).isCloseTo(1 - PassAtK.allPass(n, n - c, k), within(1e-9));
    }

    @Property
    void theWorstIsTheMeanOverAllSubsets(
            @ForAll @Size(7) List<@DoubleRange(max = 1) Double> given, @ForAll @IntRange(min = 1, max = 7) int n) {
        double[] scores = given.stream().mapToDouble(Double::doubleValue).toArray();
        double worst = 0;
        double best = 0;
        int subsets = 0;
        for (int mask = 0; mask < 128; mask++) {
            if (Integer.bitCount(mask) == n) {
                double low = 2;
                double high = -1;
                for (int i = 0; i < 7; i++) {
                    if ((mask >> i & 1) == 1) {
                        low = Math.min(low, scores[i]);
                        high = Math.max(high, scores[i]);
                    }
                }
                worst += low;
                best += high;
                subsets++;
            }
        }
        assertThat(ExtremesOfN.worst(scores, n)).isCloseTo(worst / subsets, within(1e-12));
        assertThat(ExtremesOfN.best(scores, n)).isCloseTo(best / subsets, within(1e-12));
        assertThat(Arrays.stream(scores).average().orElseThrow())
                .isBetween(ExtremesOfN.worst(scores, n) - 1e-12, ExtremesOfN.best(scores, n) + 1e-12);
    }

    @Test
    void tooFewSamplesAreUndefined() {
        assertThatThrownBy(() -> PassAtK.anyPasses(3, 1, 5)).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> PassAtK.anyPasses(3, 4, 1)).hasMessageContaining("0..3");
        assertThatThrownBy(() -> ExtremesOfN.worst(SCORES, 7)).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> Consistency.pairAgreement(List.of("a"))).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> Consistency.majority(List.of())).isInstanceOf(MetricException.class);
    }

    @Test
    void votesAndKindsOfFailure() {
        assertThat(Consistency.majority(List.of("a", "b", "b", "c")))
                .isEqualTo(new Consistency.Majority("b", 2, 0.5, false));
        assertThat(Consistency.majority(List.of("a", "b"))).isEqualTo(new Consistency.Majority("a", 1, 0.5, true));
        assertThat(Consistency.pairAgreement(List.of("a", "a", "b"))).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(Consistency.failureAgreement(
                        List.of(Optional.of("timeout"), Optional.empty(), Optional.of("timeout"))))
                .isEqualTo(1);
    }
}
