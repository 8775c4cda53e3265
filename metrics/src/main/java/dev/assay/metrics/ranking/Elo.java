package dev.assay.metrics.ranking;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import java.util.List;

/**
 * Ratings updated game by game (Elo 1978). They depend on the order of the games, so use them for display only, and
 * {@link BradleyTerry} to compare.
 */
public final class Elo {

    private Elo() {}

    /**
     * One game.
     *
     * @param first index of one player
     * @param second index of the other
     * @param score of {@code first}: 1 for a win, 0.5 for a tie, 0 for a loss
     */
    public record Game(int first, int second, double score) {}

    /**
     * Ratings after all games in their order.
     *
     * @param k most points that one game can move, above 0
     * @param initial rating of every player before the first game
     * @param scale points that stand for odds of 10 to 1, above 0; 400 by custom
     * @throws MetricException when a game names a player outside 0..{@code players}−1, or one against himself, or a score is outside
     *     0..1
     */
    public static double[] ratings(int players, List<Game> games, double k, double initial, double scale) {
        if (!(k > 0) || !(scale > 0)) {
            throw MetricException.invalid("k and scale", "must be above 0");
        }
        double[] rating = new double[players];
        Arrays.fill(rating, initial);
        for (int g = 0; g < games.size(); g++) {
            Game game = games.get(g);
            if (Math.min(game.first(), game.second()) < 0
                    || Math.max(game.first(), game.second()) >= players
                    || game.first() == game.second()) {
                throw MetricException.invalid("games[" + g + "]", "needs two players in 0.." + (players - 1));
            }
            if (!(game.score() >= 0 && game.score() <= 1)) {
                throw MetricException.invalid("games[" + g + "]", "has a score outside 0..1");
            }
            double expected = 1 / (1 + Math.pow(10, (rating[game.second()] - rating[game.first()]) / scale));
            double moved = k * (game.score() - expected);
            rating[game.first()] += moved;
            rating[game.second()] -= moved;
        }
        return rating;
    }
}
