package dev.assay.metrics.statistics;

import static dev.assay.metrics.statistics.StatisticsMetrics.FAMILY;
import static dev.assay.metrics.statistics.StatisticsMetrics.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import java.util.List;
import java.util.OptionalDouble;

/** Whole estimates in the registry: comparisons, quantiles, corrected judges, running means. */
final class EstimateMetrics {

    private EstimateMetrics() {}

    static List<MetricRegistry.Entry> entries() {
        return List.of(
                spec(
                                "paired_comparison",
                                "Candidate b against baseline a on the same items: difference, test, wins, power")
                        .needs("a", "b")
                        .param("seed", "integer", Long.toString(StatisticsMetrics.SEED), "of the cluster bootstrap")
                        .source(
                                "pass/fail: Tango 1998 and McNemar's exact test; else Student's t; clusters: Miller 2024,"
                                        + " arXiv 2411.00640")
                        .by(EstimateMetrics::comparison),
                spec("weighted_mean_ci", "Weighted mean with the linearised error, clustered where there are clusters")
                        .needs("values", "weights")
                        .source(
                                "Hájek 1971; Kish 1965 (effective_n); 0 or 1: Wilson's interval, Korn and Graubard 1998;"
                                        + " optional input cluster")
                        .by(EstimateMetrics::weightedMean),
                spec("quantile_ci", "Quantile with a distribution-free interval")
                        .needs("values", "probability")
                        .source("David and Nagaraja 2003, section 7.1; a side is absent where too few values bound it")
                        .by((inputs, params) ->
                                estimate(Quantile.of(inputs.numbers("values"), inputs.number("probability")), params)),
                spec("prediction_powered_mean", "Mean that people would give, from few labels and many judge's scores")
                        .needs("human", "judge", "judge_elsewhere")
                        .source("PPI++: arXiv 2301.09633, 2311.01453; from " + PredictionPowered.MINIMUM_LABELS
                                + " labels on; the human-only estimate where it is narrower")
                        .by((inputs, params) -> estimate(
                                PredictionPowered.of(
                                        inputs.numbers("human"),
                                        inputs.numbers("judge"),
                                        inputs.numbers("judge_elsewhere"),
                                        ScoreRange.UNKNOWN),
                                params)),
                spec("rogan_gladen", "Share that people would pass, from a judge's share, sensitivity and specificity")
                        .needs("passed", "judged", "true_passes", "passes", "true_fails", "fails")
                        .range(Range.UNIT)
                        .source("Rogan and Gladen 1978; Lang and Reiczigel 2014; arXiv 2511.21140; from "
                                + PredictionPowered.MINIMUM_LABELS + " labels on")
                        .by((inputs, params) -> estimate(roganGladen(inputs), params)),
                spec("confidence_sequence", "Mean of a finite set from a random part of it, valid at every look")
                        .needs("scores", "total")
                        .param("lower", "number", "0", "smallest possible score")
                        .param("upper", "number", "1", "largest possible score")
                        .source("Waudby-Smith and Ramdas 2020 and 2024: betting, sampling without replacement")
                        .by((inputs, params) -> estimate(sequence(inputs, params), params)));
    }

    private static MetricSpec spec(String name, String description) {
        return MetricSpec.of(FAMILY, name, description)
                .neutral()
                .range(Range.REAL)
                .param("level", "number", "0.95", "confidence level, two-sided, in (0, 1)");
    }

    private static JsonNode comparison(Fields inputs, Fields params) {
        double[][] ab = StatisticsMetrics.samples(inputs, true);
        double level = StatisticsMetrics.level(params);
        PairedDifference pairs = PairedDifference.of(
                ab[0],
                ab[1],
                ScoreRange.UNKNOWN,
                StatisticsMetrics.clusters(inputs, ab[0].length),
                params.integer("seed", StatisticsMetrics.SEED));
        NamedTest test = pairs.test();
        ObjectNode result = object();
        result.set("difference", estimate(pairs, params));
        ObjectNode named = result.putObject("test").put("name", test.name()).put("p_value", test.pValue());
        test.statistic().ifPresent(t -> named.put("statistic", t));
        result.put("wins", pairs.wins()).put("losses", pairs.losses()).put("ties", pairs.ties());
        pairs.itemsToSee(1 - level, 0.8).ifPresent(n -> result.put("required_n", n));
        pairs.minimumDetectable(1 - level, 0.8).ifPresent(d -> result.put("minimum_detectable", d));
        return result;
    }

    private static JsonNode weightedMean(Fields inputs, Fields params) {
        double[] values = inputs.numbers("values");
        WeightedMean mean = WeightedMean.of(
                values,
                inputs.numbers("weights"),
                ScoreRange.UNKNOWN,
                StatisticsMetrics.clusters(inputs, values.length));
        return estimate(mean, params).put("effective_n", mean.effectiveSize());
    }

    private static RoganGladen roganGladen(Fields inputs) {
        return new RoganGladen(
                StatisticsMetrics.count(inputs, "passed"),
                StatisticsMetrics.count(inputs, "judged"),
                StatisticsMetrics.count(inputs, "true_passes"),
                StatisticsMetrics.count(inputs, "passes"),
                StatisticsMetrics.count(inputs, "true_fails"),
                StatisticsMetrics.count(inputs, "fails"));
    }

    private static ConfidenceSequence sequence(Fields inputs, Fields params) {
        double[] scores = inputs.numbers("scores");
        long total = StatisticsMetrics.count(inputs, "total");
        if (total > Integer.MAX_VALUE || scores.length > total) {
            throw MetricException.invalid(inputs.path("total"), "expected at least " + scores.length + " items");
        }
        ScoreRange range = new ScoreRange(params.number("lower", 0), params.number("upper", 1));
        ConfidenceSequence sequence =
                new ConfidenceSequence((int) total, range, (1 - StatisticsMetrics.level(params)) / 2);
        for (double score : scores) {
            sequence.add(score);
        }
        return sequence;
    }

    private static ObjectNode estimate(Estimator estimator, Fields params) {
        Estimate estimate = estimator.at(StatisticsMetrics.level(params));
        if (!estimate.isDefined()) {
            throw MetricException.undefined(estimate.undefinedReason());
        }
        ObjectNode result = object();
        put(result, "value", estimate.value());
        put(result, "standard_error", estimate.standardError());
        put(result, "lower", estimate.lower());
        put(result, "upper", estimate.upper());
        result.put("level", estimate.level()).put("method", estimate.method()).put("n", estimate.n());
        if (estimate.clusters() > 0) {
            result.put("clusters", estimate.clusters());
        }
        return result;
    }

    private static void put(ObjectNode result, String name, OptionalDouble number) {
        number.ifPresent(value -> result.put(name, value));
    }
}
