package dev.assay.metrics.statistics;

import static dev.assay.metrics.statistics.StatisticsMetrics.FAMILY;
import static dev.assay.metrics.statistics.StatisticsMetrics.object;
import static dev.assay.metrics.statistics.StatisticsMetrics.pair;
import static dev.assay.metrics.statistics.StatisticsMetrics.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Standard errors, intervals and corrections in the registry. */
final class IntervalMetrics {

    private static final String LEVEL = "confidence level, two-sided, in (0, 1)";

    /** About ten seconds of one core. */
    private static final double MOST_DRAWS = 5e9;

    private IntervalMetrics() {}

    static List<MetricRegistry.Entry> entries() {
        return List.of(
                spec("mean_se", "Mean with standard errors, plain and clustered, and intervals")
                        .needs("scores")
                        .param("level", "number", "0.95", LEVEL)
                        .source(
                                "Miller 2024, arXiv 2411.00640, equation 4; design effect: clustered over simple variance,"
                                        + " both with n")
                        .by(IntervalMetrics::meanError),
                spec("paired_difference", "Mean of a − b over the same items, with errors and a normal interval")
                        .needs("a", "b")
                        .param("level", "number", "0.95", LEVEL)
                        .source("Miller 2024, arXiv 2411.00640, section 4; clustered error without small-sample factor")
                        .by(IntervalMetrics::pairedDifference),
                spec("binomial_ci", "Intervals of a share")
                        .needs("successes", "n")
                        .param("level", "number", "0.95", LEVEL)
                        .range(Range.UNIT)
                        .source(
                                "Wilson 1927; Clopper and Pearson 1934 (beta); Agresti and Coull 1998; Jeffreys: plain beta"
                                        + " quantiles; Newcombe 1998 (wilson_continuity)")
                        .by(IntervalMetrics::binomial),
                spec("two_proportion_ci", "Intervals of the difference of two independent shares, first − second")
                        .needs("k1", "n1", "k2", "n2")
                        .param("level", "number", "0.95", LEVEL)
                        .range(new Range(-1, 1))
                        .source("Newcombe 1998, method 10; Agresti and Caffo 2000; Wald")
                        .by(IntervalMetrics::twoProportions),
                spec("bootstrap_ci", "Bootstrap intervals of a mean or a median: percentile, basic, BCa")
                        .needs("values")
                        .param("statistic", "enum(mean|median)", "\"mean\"", "what is estimated")
                        .param("level", "number", "0.95", LEVEL)
                        .param("resamples", "integer", "10000", "number of resamples")
                        .param(
                                "seed",
                                "integer",
                                Long.toString(StatisticsMetrics.SEED),
                                "the same seed gives the same interval")
                        .source("Efron 1987, JASA 82:171; BCa is absent where the statistic does not vary")
                        .by(IntervalMetrics::bootstrap),
                spec("multiple_comparisons", "p-values corrected for their number, seven ways")
                        .needs("p_values")
                        .param("alpha", "number", "0.05", "rejected where the adjusted p-value is at most alpha")
                        .range(Range.UNIT)
                        .source("Šidák 1967; Holm 1979; Hochberg 1988; Benjamini and Hochberg 1995; Benjamini and"
                                + " Yekutieli 2001")
                        .by(IntervalMetrics::corrections));
    }

    private static MetricSpec spec(String name, String description) {
        return MetricSpec.of(FAMILY, name, description).neutral().range(Range.REAL);
    }

    private static JsonNode meanError(Fields inputs, Fields params) {
        double[] scores = Moments.requireFinite(inputs.path("scores"), inputs.numbers("scores"));
        double level = StatisticsMetrics.level(params);
        if (scores.length < 2) {
            throw MetricException.undefined("a standard error needs at least two scores, found " + scores.length);
        }
        int n = scores.length;
        double mean = Moments.mean(scores);
        double error = Math.sqrt(Moments.variance(scores) / n);
        double z = Quantiles.normalTwoSided(level) * error;
        double t = Quantiles.studentTwoSided(level, n - 1) * error;
        ObjectNode result = object().put("mean", mean).put("se_clt_sample", error);
        if (Moments.binary(scores)) {
            result.put("se_bernoulli", Math.sqrt(mean * (1 - mean) / n));
        }
        result.set("ci_normal", pair(mean - z, mean + z));
        result.set("ci_t", pair(mean - t, mean + t));
        Optional<Clusters> clusters = StatisticsMetrics.clusters(inputs, n);
        if (clusters.isPresent()) {
            double count = clusters.get().count();
            double clustered = ClusteredMean.standardError(scores, mean, clusters.get());
            result.put("se_clustered", clustered)
                    .put("n_clusters", clusters.get().count());
            if (count > 1) {
                result.put("se_clustered_small_sample_G_over_G_minus_1", clustered * Math.sqrt(count / (count - 1)));
            }
            if (error > 0) {
                result.put("design_effect", clustered * clustered / (error * error) * n / (n - 1));
            }
        }
        return result;
    }

    private static JsonNode pairedDifference(Fields inputs, Fields params) {
        double[][] ab = StatisticsMetrics.samples(inputs, true);
        double[] d = Moments.minus(ab[0], ab[1]);
        int n = d.length;
        if (n < 2) {
            throw MetricException.undefined("a standard error needs at least two pairs, found " + n);
        }
        double mean = Moments.mean(d);
        double error = Math.sqrt(Moments.variance(d) / n);
        double va = Moments.variance(ab[0]);
        double vb = Moments.variance(ab[1]);
        double half = Quantiles.normalTwoSided(StatisticsMetrics.level(params)) * error;
        ObjectNode result = object().put("mean_difference", mean)
                .put("se_paired", error)
                .put("se_unpaired", Math.sqrt((va + vb) / n));
        if (va > 0 && vb > 0) {
            result.put("score_correlation", Moments.covariance(ab[0], ab[1]) / Math.sqrt(va * vb));
        }
        StatisticsMetrics.clusters(inputs, n)
                .ifPresent(by -> result.put("se_paired_clustered", ClusteredMean.standardError(d, mean, by)));
        result.set("ci_normal", pair(mean - half, mean + half));
        if (error > 0) {
            result.put("z", mean / error);
        }
        return result;
    }

    private static JsonNode binomial(Fields inputs, Fields params) {
        long k = StatisticsMetrics.count(inputs, "successes");
        long n = StatisticsMetrics.count(inputs, "n");
        double level = StatisticsMetrics.level(params);
        if (n == 0) {
            throw MetricException.undefined("a share of no items");
        }
        Share.of(k, n);
        ObjectNode result = object();
        result.set("wilson", pair(Share.wilson(k, n, level)));
        result.set("beta", pair(Share.clopperPearson(k, n, level)));
        result.set("agresti_coull", pair(OtherIntervals.agrestiCoull(k, n, level)));
        result.set("normal", pair(OtherIntervals.normal(k, n, level)));
        result.set("jeffreys", pair(OtherIntervals.jeffreys(k, n, level)));
        result.set("wilson_continuity", pair(OtherIntervals.wilsonContinuity(k, n, level)));
        return result;
    }

    private static JsonNode twoProportions(Fields inputs, Fields params) {
        double level = StatisticsMetrics.level(params);
        ObjectNode result = object();
        // Sorted: the order of Map.of differs from process to process, and with it the bytes of the answer.
        Map<String, ShareDifference.Interval> names = new TreeMap<>(Map.of(
                "wald", ShareDifference.Interval.WALD,
                "newcomb", ShareDifference.Interval.NEWCOMBE,
                "agresti-caffo", ShareDifference.Interval.AGRESTI_CAFFO));
        names.forEach((name, interval) -> {
            Estimate estimate = new ShareDifference(
                            StatisticsMetrics.count(inputs, "k1"),
                            StatisticsMetrics.count(inputs, "n1"),
                            StatisticsMetrics.count(inputs, "k2"),
                            StatisticsMetrics.count(inputs, "n2"),
                            interval)
                    .at(level);
            if (!estimate.isDefined()) {
                throw MetricException.undefined(estimate.undefinedReason());
            }
            result.set(
                    name, pair(estimate.lower().getAsDouble(), estimate.upper().getAsDouble()));
        });
        return result;
    }

    private static JsonNode bootstrap(Fields inputs, Fields params) {
        double[] values = inputs.numbers("values");
        int resamples = StatisticsMetrics.resamples(params, "resamples", Bootstrap.RESAMPLES);
        boolean mean = params.text("statistic", "mean").equals("mean");
        double draws = (double) values.length * resamples;
        if (draws > (mean ? MOST_DRAWS : MOST_DRAWS / 10)) {
            throw MetricException.invalid(
                    params.path("resamples"),
                    "values times resamples is more than one request may cost: " + (long) draws);
        }
        long seed = params.integer("seed", StatisticsMetrics.SEED);
        BootstrapInterval.Kind kind = BootstrapInterval.Kind.BCA;
        BootstrapInterval bootstrap = switch (params.text("statistic", "mean")) {
            case "mean" -> BootstrapInterval.ofMean(values, kind, resamples, seed);
            case "median" -> BootstrapInterval.of(values, BootstrapInterval::median, kind, resamples, seed);
            default -> throw MetricException.invalid(params.path("statistic"), "expected mean or median");
        };
        double level = StatisticsMetrics.level(params);
        ObjectNode result = object();
        new TreeMap<>(Map.of(
                        "percentile", BootstrapInterval.Kind.PERCENTILE,
                        "basic", BootstrapInterval.Kind.BASIC,
                        "BCa", BootstrapInterval.Kind.BCA))
                .forEach((name, each) -> {
                    Estimate estimate = bootstrap.as(each).at(level);
                    if (estimate.hasInterval()) {
                        result.set(
                                name,
                                pair(
                                        estimate.lower().getAsDouble(),
                                        estimate.upper().getAsDouble()));
                    }
                });
        return result;
    }

    private static JsonNode corrections(Fields inputs, Fields params) {
        double[] pValues = inputs.numbers("p_values");
        double alpha = StatisticsMetrics.probability(params, "alpha", 0.05);
        ObjectNode result = object();
        for (MultipleComparisons method : MultipleComparisons.values()) {
            String name = switch (method) {
                case BONFERRONI, SIDAK, HOLM -> method.name().toLowerCase(Locale.ROOT);
                case HOLM_SIDAK -> "holm-sidak";
                case HOCHBERG -> "simes-hochberg";
                case BENJAMINI_HOCHBERG -> "fdr_bh";
                case BENJAMINI_YEKUTIELI -> "fdr_by";
            };
            ObjectNode entry = result.putObject(name);
            ArrayNode adjusted = entry.putArray("adjusted");
            ArrayNode reject = entry.putArray("reject");
            for (double p : method.adjust(pValues)) {
                put(adjusted, p);
                reject.add(p <= alpha);
            }
        }
        return result;
    }
}
