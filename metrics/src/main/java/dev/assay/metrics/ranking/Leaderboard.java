package dev.assay.metrics.ranking;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.statistics.BootstrapInterval;
import dev.assay.metrics.statistics.BootstrapInterval.Kind;
import dev.assay.metrics.statistics.Clusters;
import dev.assay.metrics.statistics.Estimator;
import dev.assay.metrics.statistics.ScoreRange;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Many models compared pairwise, game by game: Bradley–Terry strengths whose intervals come from resampling the games, or clusters of
 * games that share an example. Immutable.
 */
public final class Leaderboard {

    private final int models;
    private final List<Elo.Game> games;
    private final Optional<Clusters> clusters;

    private Leaderboard(int models, List<Elo.Game> games, Optional<Clusters> clusters) {
        this.models = models;
        this.games = games;
        this.clusters = clusters;
    }

    /**
     * Takes the games; a tie is a score of 0.5.
     *
     * @param clusters one cluster a game, where games share examples
     * @throws MetricException when a game names a model outside 0..{@code models}−1 or one against itself, or a score is outside 0..1
     */
    public static Leaderboard of(int models, List<Elo.Game> games, Optional<Clusters> clusters) {
        for (int g = 0; g < games.size(); g++) {
            Elo.Game game = games.get(g);
            if (Math.min(game.first(), game.second()) < 0
                    || Math.max(game.first(), game.second()) >= models
                    || game.first() == game.second()
                    || !(game.score() >= 0 && game.score() <= 1)) {
                throw MetricException.invalid(
                        "games[" + g + "]", "needs two models in 0.." + (models - 1) + " and a score in 0..1");
            }
        }
        return new Leaderboard(models, List.copyOf(games), clusters);
    }

    /** The fit to all games. Throws as {@link BradleyTerry#fit} does. */
    public BradleyTerry fit() {
        return fit(IntStream.range(0, games.size()).toArray());
    }

    /**
     * The strength of one model, on the natural logarithmic scale with mean 0, with BCa bootstrap intervals. Where more than 5% of
     * the resamples leave a model without a finite strength there is no interval: play more games.
     */
    public Estimator strength(int model, int resamples, long seed) {
        return resampled(fit -> fit.strengths()[model], resamples, seed);
    }

    /** The strength of {@code first} above {@code second}; an interval above 0 says that it is better. */
    public Estimator difference(int first, int second, int resamples, long seed) {
        return resampled(fit -> fit.strengths()[first] - fit.strengths()[second], resamples, seed);
    }

    private Estimator resampled(ToDoubleFunction<BradleyTerry> value, int resamples, long seed) {
        return BootstrapInterval.ofItems(
                games.size(),
                clusters,
                picked -> {
                    try {
                        return value.applyAsDouble(fit(picked));
                    } catch (MetricException e) {
                        if (e.kind() != MetricException.Kind.UNDEFINED) {
                            throw e;
                        }
                        return Double.NaN;
                    }
                },
                ScoreRange.UNKNOWN,
                Kind.BCA,
                resamples,
                seed);
    }

    private BradleyTerry fit(int[] picked) {
        double[][] wins = new double[models][models];
        for (int g : picked) {
            Elo.Game game = games.get(g);
            wins[game.first()][game.second()] += game.score();
            wins[game.second()][game.first()] += 1 - game.score();
        }
        return BradleyTerry.fit(wins, 0);
    }
}
