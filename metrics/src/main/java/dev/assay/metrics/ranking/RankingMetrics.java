package dev.assay.metrics.ranking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor;
import dev.assay.metrics.registry.MetricDescriptor.Direction;
import dev.assay.metrics.registry.MetricDescriptor.Parameter;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricFunction;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Retrieval and leaderboards in the registry (S2, S8). */
public final class RankingMetrics {

    private RankingMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                entry(
                        "trec_metrics",
                        "MAP, MRR, nDCG, precision, recall and success at k of one query",
                        List.of("qrels", "run"),
                        List.of(),
                        Range.UNIT,
                        "trec_eval: linear gain, ties by document id descending; 0 without relevant documents",
                        (inputs, params) -> trec(retrieval(inputs, "qrels", "run"))),
                entry(
                        "trec_mean",
                        "Means of MAP, MRR, nDCG@10 and recall@5 over the queries that have both grades and a run",
                        List.of("qrels", "runs"),
                        List.of(),
                        Range.UNIT,
                        "trec_eval",
                        (inputs, params) -> trecMean(inputs)),
                entry(
                        "sklearn_ndcg",
                        "nDCG of real-valued relevance, ties averaged",
                        List.of("relevance", "score"),
                        List.of(),
                        Range.UNIT,
                        "scikit-learn ndcg_score",
                        (inputs, params) -> gradedOrder(inputs)),
                entry(
                        "bradley_terry",
                        "Strengths of competitors from wins[i][j], the times i beat j",
                        List.of("wins"),
                        List.of(new Parameter(
                                "regularisation", "number", Optional.of("0"), "wins added between each ordered pair")),
                        Range.REAL,
                        "Bradley and Terry 1952, maximum likelihood",
                        RankingMetrics::bradleyTerry),
                entry(
                        "elo_online",
                        "Ratings updated game by game from [a, b, score of a]",
                        List.of("n_items", "games"),
                        List.of(
                                new Parameter("k", "number", Optional.of("32"), "most points that one game moves"),
                                new Parameter("initial", "number", Optional.of("1000"), "rating before the first game"),
                                new Parameter("scale", "number", Optional.of("400"), "points for odds of 10 to 1")),
                        Range.REAL,
                        "Elo 1978",
                        RankingMetrics::elo));
    }

    private static MetricRegistry.Entry entry(
            String name,
            String description,
            List<String> needs,
            List<Parameter> parameters,
            Range range,
            String source,
            MetricFunction function) {
        return new MetricRegistry.Entry(
                new MetricDescriptor(
                        name, 1, description, "ranking", needs, parameters, Direction.HIGHER_IS_BETTER, range, source),
                function);
    }

    private static JsonNode trec(Retrieval query) {
        Output output = new Output()
                .put("num_ret", (double) query.retrieved())
                .put("num_rel", (double) query.relevant())
                .put("num_rel_ret", (double) query.relevantRetrieved())
                .put("map", query.averagePrecision())
                .put("Rprec", query.rPrecision())
                .put("bpref", query.bpref())
                .put("recip_rank", query.reciprocalRank())
                .put("ndcg", query.ndcg(Retrieval.Gain.LINEAR))
                .put("hit_at_3", query.success(3));
        for (int k : new int[] {1, 3, 5, 10}) {
            output.put("P_" + k, query.precision(k))
                    .put("recall_" + k, query.recall(k))
                    .put("success_" + k, query.success(k))
                    .put("map_cut_" + k, query.averagePrecision(k))
                    .put("ndcg_cut_" + k, query.ndcg(Retrieval.Gain.LINEAR, k))
                    .put("ndcg_exp_gain_" + k, query.ndcg(Retrieval.Gain.EXPONENTIAL, k));
        }
        return output.json();
    }

    private static JsonNode trecMean(Fields inputs) {
        Fields grades = inputs.object("qrels");
        Fields runs = inputs.object("runs");
        double map = 0;
        double reciprocal = 0;
        double ndcg = 0;
        double recall = 0;
        int queries = 0;
        for (Iterator<String> names = runs.raw().fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!grades.has(name)) {
                continue;
            }
            Retrieval query = Retrieval.of(grades(grades.object(name)), scores(runs.object(name)));
            map += query.averagePrecision();
            reciprocal += query.reciprocalRank();
            ndcg += query.ndcg(Retrieval.Gain.LINEAR, 10);
            recall += query.recall(5);
            queries++;
        }
        if (queries == 0) {
            throw MetricException.undefined("no query has both grades and a run");
        }
        return new Output()
                .put("map", map / queries)
                .put("recip_rank", reciprocal / queries)
                .put("ndcg_cut_10", ndcg / queries)
                .put("recall_5", recall / queries)
                .put("queries", queries)
                .json();
    }

    private static Retrieval retrieval(Fields inputs, String gradesName, String runName) {
        return Retrieval.of(grades(inputs.object(gradesName)), scores(inputs.object(runName)));
    }

    private static Map<String, Integer> grades(Fields object) {
        Map<String, Integer> result = new HashMap<>();
        for (Iterator<String> names = object.raw().fieldNames(); names.hasNext(); ) {
            String name = names.next();
            long grade = object.integer(name);
            if (Math.abs(grade) > 1000) {
                throw MetricException.invalid(object.path(name), "a grade must be in -1000..1000");
            }
            result.put(name, (int) grade);
        }
        return result;
    }

    private static Map<String, Double> scores(Fields object) {
        Map<String, Double> result = new HashMap<>();
        for (Iterator<String> names = object.raw().fieldNames(); names.hasNext(); ) {
            String name = names.next();
            result.put(name, object.number(name));
        }
        return result;
    }

    private static JsonNode gradedOrder(Fields inputs) {
        GradedOrder order = GradedOrder.of(inputs.numbers("relevance"), inputs.numbers("score"));
        return new Output()
                .orConvention("ndcg", () -> order.ndcg(order.size()), 0)
                .orConvention("ndcg_5", () -> order.ndcg(5), 0)
                .orConvention("ndcg_5_ignore_ties", () -> order.ndcgIgnoringTies(5), 0)
                .put("dcg_5", order.dcg(5))
                .json();
    }

    private static JsonNode bradleyTerry(Fields inputs, Fields params) {
        BradleyTerry fit = BradleyTerry.fit(inputs.matrix("wins"), params.number("regularisation", 0));
        ArrayNode order = JsonNodeFactory.instance.arrayNode();
        double[] errors = new double[fit.size()];
        for (int competitor : fit.order()) {
            order.add(competitor);
            errors[competitor] = fit.standardError(competitor);
        }
        return new Output()
                .put("strength", fit.strengths())
                .put("standard_error", errors)
                .put("negative_log_likelihood", fit.negativeLogLikelihood())
                .put("elo_scale_400_mean_1000", fit.elo(1000))
                .put("order_best_first", order)
                .put("p_0_beats_1", fit.winProbability(0, 1))
                .json();
    }

    private static JsonNode elo(Fields inputs, Fields params) {
        long players = inputs.integer("n_items");
        if (players < 1 || players > 1_000_000) {
            throw MetricException.invalid("inputs.n_items", "must be in 1..1000000");
        }
        List<Elo.Game> games = new ArrayList<>();
        for (double[] game : inputs.matrix("games")) {
            if (game.length != 3 || game[0] != Math.rint(game[0]) || game[1] != Math.rint(game[1])) {
                throw MetricException.invalid("inputs.games[" + games.size() + "]", "expected [a, b, score of a]");
            }
            games.add(new Elo.Game((int) game[0], (int) game[1], game[2]));
        }
        return new Output()
                .put(
                        "ratings",
                        Elo.ratings(
                                (int) players,
                                games,
                                params.number("k", 32),
                                params.number("initial", 1000),
                                params.number("scale", 400)))
                .json();
    }
}
