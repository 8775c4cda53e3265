package dev.assay.metrics.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** S8: leaderboards with intervals. */
class LeaderboardTest {

    private static List<Elo.Game> games(int count, double[] strength, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Elo.Game> games = new ArrayList<>();
        for (int g = 0; g < count; g++) {
            int first = g % 3;
            int second = (g + 1) % 3;
            double p = 1 / (1 + Math.exp(strength[second] - strength[first]));
            games.add(new Elo.Game(first, second, random.nextDouble() < p ? 1 : 0));
        }
        return games;
    }

    @Test
    void theIntervalOfADifferenceAgreesWithTheInformation() {
        Leaderboard board = Leaderboard.of(3, games(600, new double[] {1, 0, -1}, 5), Optional.empty());
        Estimate difference = board.difference(0, 2, 2000, 11).at(0.95);
        BradleyTerry.Interval normal = board.fit().differenceInterval(0, 2, 0.95);
        assertThat(difference.value().orElseThrow())
                .isCloseTo(board.fit().strengths()[0] - board.fit().strengths()[2], within(1e-12));
        assertThat(difference.lower().orElseThrow())
                .isCloseTo(normal.lower(), within(0.15))
                .isPositive();
        assertThat(difference.upper().orElseThrow()).isCloseTo(normal.upper(), within(0.15));
        assertThat(board.strength(1, 500, 1).at(0.95).hasInterval()).isTrue();
    }

    @Test
    void tooFewGamesHaveNoInterval() {
        List<Elo.Game> few =
                List.of(new Elo.Game(0, 1, 1), new Elo.Game(1, 2, 1), new Elo.Game(2, 0, 1), new Elo.Game(0, 2, 1));
        Estimate strength =
                Leaderboard.of(3, few, Optional.empty()).strength(0, 200, 1).at(0.95);
        assertThat(strength.isDefined()).isTrue();
        assertThat(strength.hasInterval()).isFalse();
    }

    @Test
    void aBadGameIsNamed() {
        assertThatThrownBy(() ->
                        Leaderboard.of(2, List.of(new Elo.Game(0, 1, 1), new Elo.Game(1, 1, 1)), Optional.empty()))
                .hasMessageContaining("games[1]");
    }
}
