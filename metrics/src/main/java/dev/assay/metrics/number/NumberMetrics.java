package dev.assay.metrics.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor;
import dev.assay.metrics.registry.MetricDescriptor.Direction;
import dev.assay.metrics.registry.MetricDescriptor.Parameter;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.Output;
import java.util.List;
import java.util.Optional;

/** Errors of numbers, correlation and descriptions in the registry (S2). */
public final class NumberMetrics {

    private NumberMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                new MetricRegistry.Entry(
                        new MetricDescriptor(
                                "regression",
                                1,
                                "MAE, MSE, RMSE, R², MAPE and other errors of predicted numbers",
                                "number",
                                List.of("y_true", "y_pred"),
                                List.of(),
                                Direction.LOWER_IS_BETTER,
                                Range.NON_NEGATIVE,
                                "scikit-learn metrics; a true 0 makes MAPE huge and is listed under undefined"),
                        (inputs, params) -> regression(inputs)),
                new MetricRegistry.Entry(
                        new MetricDescriptor(
                                "correlation",
                                1,
                                "Pearson, Spearman, Kendall tau-b and tau-c with two-sided p values",
                                "number",
                                List.of("x", "y"),
                                List.of(new Parameter(
                                        "confidence",
                                        "number",
                                        Optional.of("0.95"),
                                        "of Fisher's interval for Pearson")),
                                Direction.HIGHER_IS_BETTER,
                                new Range(-1, 1),
                                "scipy.stats; Knight 1966; Kendall 1970; Fisher's z"),
                        NumberMetrics::correlation),
                new MetricRegistry.Entry(
                        new MetricDescriptor(
                                "describe",
                                1,
                                "Moments, quantiles and robust centres of a sample",
                                "number",
                                List.of("values"),
                                List.of(),
                                Direction.NEUTRAL,
                                Range.REAL,
                                "Hyndman and Fan 1996, type 7 unless named"),
                        (inputs, params) -> describe(inputs)),
                new MetricRegistry.Entry(
                        new MetricDescriptor(
                                "weighted",
                                1,
                                "Mean, deviation and standard error of values with frequency weights",
                                "number",
                                List.of("values", "weights"),
                                List.of(),
                                Direction.NEUTRAL,
                                Range.REAL,
                                "statsmodels DescrStatsW with ddof 1"),
                        (inputs, params) -> weighted(inputs)));
    }

    private static JsonNode regression(Fields inputs) {
        inputs.sameLength("y_true", "y_pred");
        double[] truth = inputs.numbers("y_true");
        double[] predicted = inputs.numbers("y_pred");
        Sums.finite(inputs.path("y_true"), truth);
        Sums.finite(inputs.path("y_pred"), predicted);
        PredictionErrors errors = PredictionErrors.of(truth, predicted);
        Output output = new Output()
                .put("mae", errors.meanAbsolute())
                .put("mse", errors.meanSquared())
                .put("rmse", errors.rootMeanSquared())
                .orUndefined("r2", errors::rSquared)
                .put("mape", errors.meanAbsolutePercentage())
                .put("median_ae", errors.medianAbsolute())
                .put("max_error", errors.maximumAbsolute())
                .put("explained_variance", errors.explainedVariance())
                .put("mean_error", errors.mean());
        return errors.hasZeroTarget() ? output.markUndefined("mape").json() : output.json();
    }

    private static JsonNode correlation(Fields inputs, Fields params) {
        double[] x = inputs.numbers("x");
        double[] y = inputs.numbers("y");
        double confidence = params.number("confidence", 0.95);
        if (!(confidence > 0 && confidence < 1)) {
            throw MetricException.invalid("params.confidence", "must be between 0 and 1");
        }
        Sums.sameLength(x, y, "inputs.x and inputs.y");
        if (x.length < 2) {
            throw MetricException.undefined("correlation needs at least two rows");
        }
        return new Output()
                .orUndefined("pearson", () -> Correlation.pearson(x, y))
                .orUndefined("pearson_p", () -> Correlation.studentP(Correlation.pearson(x, y), x.length))
                .put("pearson_ci95_fisher", fisher(x, y, confidence))
                .orUndefined("spearman", () -> Correlation.spearman(x, y))
                .orUndefined("spearman_p_t", () -> Correlation.studentP(Correlation.spearman(x, y), x.length))
                .orUndefined("kendall_tau_b", () -> Kendall.of(x, y).tauB())
                .orUndefined("kendall_p_asymptotic", () -> Kendall.of(x, y).asymptoticP())
                .orUndefined("kendall_tau_c", () -> Kendall.of(x, y).tauC())
                .orUndefined("kendall_p_exact", () -> Kendall.of(x, y).exactP())
                .json();
    }

    private static JsonNode fisher(double[] x, double[] y, double confidence) {
        try {
            Correlation.Interval interval = Correlation.fisherInterval(Correlation.pearson(x, y), x.length, confidence);
            return Output.numbers(new double[] {interval.lower(), interval.upper()});
        } catch (MetricException e) {
            if (e.kind() == MetricException.Kind.INVALID) {
                throw e;
            }
            return NullNode.getInstance();
        }
    }

    private static JsonNode describe(Fields inputs) {
        Sample sample = Sample.of(inputs.numbers("values"));
        return new Output()
                .put("n", sample.size())
                .put("mean", sample.mean())
                .orUndefined("variance_sample", sample::variance)
                .put("variance_population", sample.populationVariance())
                .orUndefined("std_sample", sample::standardDeviation)
                .orUndefined("se_mean", sample::standardError)
                .put("median", sample.median())
                .put("p05", sample.quantile(0.05))
                .put("p25", sample.quantile(0.25))
                .put("p75", sample.quantile(0.75))
                .put("p90", sample.quantile(0.9))
                .put("p95", sample.quantile(0.95))
                .put("p99", sample.quantile(0.99))
                .put("p95_nearest_rank", sample.nearestRank(0.95))
                .put("p95_type6", sample.quantileType6(0.95))
                .put("min", sample.minimum())
                .put("max", sample.maximum())
                .put("trimmed_mean_10pct_each_side", sample.trimmedMean(0.1))
                .put("mad_raw", sample.medianAbsoluteDeviation())
                .orUndefined("skewness", sample::skewness)
                .orUndefined("excess_kurtosis", sample::excessKurtosis)
                .orUndefined("geometric_mean", sample::geometricMean)
                .json();
    }

    private static JsonNode weighted(Fields inputs) {
        inputs.sameLength("values", "weights");
        WeightedSample sample = WeightedSample.of(inputs.numbers("values"), inputs.numbers("weights"));
        return new Output()
                .put("mean", sample.mean())
                .orUndefined("std", sample::standardDeviation)
                .orUndefined("se_mean", sample::standardError)
                .json();
    }
}
