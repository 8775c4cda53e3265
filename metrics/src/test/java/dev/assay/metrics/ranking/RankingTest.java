package dev.assay.metrics.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** S2, S8: retrieved documents and models against one another. */
class RankingTest {

    private static double[][] wins(List<Integer> counts) {
        double[][] wins = new double[3][3];
        for (int i = 0; i < 9; i++) {
            wins[i / 3][i % 3] = i % 4 == 0 ? 0 : counts.get(i);
        }
        return wins;
    }

    @Property
    void swappingTwoModelsSwapsTheirStrengths(@ForAll @Size(9) List<@IntRange(min = 1, max = 50) Integer> counts) {
        double[][] wins = wins(counts);
        BradleyTerry fit = BradleyTerry.fit(wins, 0);
        int[] swap = {1, 0, 2};
        double[][] swapped = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                swapped[i][j] = wins[swap[i]][swap[j]];
            }
        }
        BradleyTerry other = BradleyTerry.fit(swapped, 0);
        assertThat(other.strengths()[0]).isCloseTo(fit.strengths()[1], within(1e-9));
        assertThat(other.strengths()[2]).isCloseTo(fit.strengths()[2], within(1e-9));
        assertThat(other.winProbability(0, 1)).isCloseTo(1 - fit.winProbability(0, 1), within(1e-9));
        assertThat(Arrays.stream(fit.strengths()).sum()).isCloseTo(0, within(1e-9));
        // At the maximum every model wins as often as expected.
        for (int i = 0; i < 3; i++) {
            double expected = 0;
            double observed = 0;
            for (int j = 0; j < 3; j++) {
                observed += wins[i][j];
                expected += i == j ? 0 : (wins[i][j] + wins[j][i]) * fit.winProbability(i, j);
            }
            assertThat(expected).isCloseTo(observed, within(1e-6));
        }
    }

    @Test
    void reversedGamesReverseTheStrengths() {
        double[][] wins = {{0, 7, 2}, {3, 0, 5}, {4, 1, 0}};
        double[][] losses = {{0, 3, 4}, {7, 0, 1}, {2, 5, 0}};
        double[] forward = BradleyTerry.fit(wins, 0).strengths();
        double[] backward = BradleyTerry.fit(losses, 0).strengths();
        for (int i = 0; i < 3; i++) {
            assertThat(backward[i]).isCloseTo(-forward[i], within(1e-9));
        }
    }

    @Test
    void twoModelsAreTheirOdds() {
        BradleyTerry fit = BradleyTerry.fit(new double[][] {{0, 30}, {10, 0}}, 0);
        assertThat(fit.strengths()[0] - fit.strengths()[1]).isCloseTo(Math.log(3), within(1e-12));
        BradleyTerry.Interval interval = fit.differenceInterval(0, 1, 0.95);
        // The variance of a log odds is 1/wins + 1/losses.
        assertThat(interval.upper() - Math.log(3))
                .isCloseTo(1.959963984540054 * Math.sqrt(1 / 30.0 + 1 / 10.0), within(1e-9));
    }

    @Test
    void aModelThatNeverWinsHasNoStrength() {
        double[][] wins = {{0, 3}, {0, 0}};
        assertThatThrownBy(() -> BradleyTerry.fit(wins, 0)).isInstanceOf(MetricException.class);
        assertThat(BradleyTerry.fit(wins, 0.5).order()).containsExactly(0, 1);
        assertThatThrownBy(() -> BradleyTerry.fit(new double[][] {{0, -1}, {1, 0}}, 0))
                .hasMessageContaining("wins[0][1]");
    }

    @Property
    void eloKeepsItsSum(@ForAll @Size(max = 30) List<@IntRange(max = 17) Integer> seeds) {
        List<Elo.Game> games = seeds.stream()
                .map(seed -> new Elo.Game(seed % 3, (seed % 3 + 1 + seed / 9) % 3, seed / 3 % 3 / 2.0))
                .toList();
        assertThat(Arrays.stream(Elo.ratings(3, games, 32, 1000, 400)).sum()).isCloseTo(3000, within(1e-6));
    }

    @Property
    void retrievalMeasuresAreShares(
            @ForAll @Size(10) List<@IntRange(max = 3) Integer> grades,
            @ForAll @Size(10) List<@IntRange(max = 4) Integer> scores,
            @ForAll @IntRange(min = 1, max = 12) int k) {
        Map<String, Integer> judged = new HashMap<>();
        Map<String, Double> run = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            judged.put("d" + i, grades.get(i));
            run.put("d" + i, (double) scores.get(i));
        }
        Retrieval query = Retrieval.of(judged, run);
        assertThat(List.of(
                        query.precision(k),
                        query.recall(k),
                        query.averagePrecision(),
                        query.averagePrecision(k),
                        query.bpref(),
                        query.reciprocalRank(),
                        query.rPrecision(),
                        query.success(k),
                        query.ndcg(Retrieval.Gain.LINEAR, k),
                        query.ndcg(Retrieval.Gain.EXPONENTIAL)))
                .allSatisfy(value -> assertThat(value).isBetween(0.0, 1 + 1e-12));
        assertThat(query.recall(10)).isEqualTo(query.relevant() == 0 ? 0 : 1);
        Map<String, Double> ideal = new HashMap<>();
        judged.forEach((id, grade) -> ideal.put(id, (double) grade));
        assertThat(Retrieval.of(judged, ideal).ndcg(Retrieval.Gain.LINEAR))
                .isCloseTo(query.relevant() == 0 ? 0 : 1, within(1e-12));
    }

    @Test
    void tiesGoByBytesDescending() {
        // U+FFFD is above U+1F600 in UTF-16, and below it in UTF-8.
        Retrieval query = Retrieval.of(Map.of("\uD83D\uDE00", 1), Map.of("\uD83D\uDE00", 1.0, "\uFFFD", 1.0));
        assertThat(query.reciprocalRank()).isEqualTo(1);
    }
}
