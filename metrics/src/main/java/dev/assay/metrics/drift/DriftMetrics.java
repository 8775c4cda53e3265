package dev.assay.metrics.drift;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Drift in the registry (S15). */
public final class DriftMetrics {

    private static final Parameter FLOOR =
            new Parameter("psi_floor", "number", Optional.of("0.0001"), "least share of a bin in PSI");

    private DriftMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                new MetricRegistry.Entry(
                        new MetricDescriptor(
                                "numeric_drift",
                                1,
                                "Kolmogorov–Smirnov, Wasserstein and PSI of two samples",
                                "drift",
                                List.of("reference", "current"),
                                List.of(
                                        new Parameter(
                                                "bins", "integer", Optional.of("10"), "bins of PSI, by quantiles"),
                                        FLOOR),
                                Direction.LOWER_IS_BETTER,
                                Range.NON_NEGATIVE,
                                "scipy.stats; PSI over the reference's quantiles of type 7"),
                        DriftMetrics::numeric),
                new MetricRegistry.Entry(
                        new MetricDescriptor(
                                "categorical_drift",
                                1,
                                "Jensen–Shannon, Kullback–Leibler, Hellinger, PSI and chi² of two rows of counts",
                                "drift",
                                List.of("reference_counts", "current_counts"),
                                List.of(FLOOR),
                                Direction.LOWER_IS_BETTER,
                                Range.NON_NEGATIVE,
                                "Lin 1991; Endres and Schindelin 2003; Pearson's test"),
                        DriftMetrics::categorical));
    }

    private static JsonNode numeric(Fields inputs, Fields params) {
        NumericDrift drift = NumericDrift.of(inputs.numbers("reference"), inputs.numbers("current"));
        NumericDrift.Psi psi = drift.psi((int) Math.min(Integer.MAX_VALUE, params.integer("bins", 10)), floor(params));
        return new Output()
                .put("ks_statistic", drift.ksStatistic())
                .orUndefined("ks_p_asymptotic", drift::ksAsymptoticP)
                .orUndefined("ks_p_exact", drift::ksExactP)
                .put("wasserstein", drift.wasserstein())
                .put("psi_edges", psi.edges())
                .put("psi_reference_share", psi.referenceShares())
                .put("psi_current_share", psi.currentShares())
                .put("psi", psi.psi())
                .json();
    }

    private static JsonNode categorical(Fields inputs, Fields params) {
        inputs.sameLength("reference_counts", "current_counts");
        CategoricalDrift drift =
                CategoricalDrift.of(inputs.numbers("reference_counts"), inputs.numbers("current_counts"));
        double divergence = drift.jensenShannonDivergence();
        Output output = new Output()
                .put("js_distance_base2", drift.jensenShannonDistance())
                .put("js_divergence_base2", divergence / Math.log(2))
                .put("js_distance_natural", Math.sqrt(divergence))
                .put("kl_p_q_natural", drift.kullbackLeibler())
                .put("total_variation", drift.totalVariation())
                .put("hellinger", drift.hellinger())
                .put("psi", drift.psi(floor(params)));
        try {
            CategoricalDrift.Homogeneity test = drift.homogeneity();
            output.put(
                    "chi2_homogeneity",
                    new Output()
                            .put("statistic", test.statistic())
                            .put("df", test.degreesOfFreedom())
                            .put("p_value", test.pValue())
                            .json());
        } catch (MetricException e) {
            output.put(
                    "chi2_homogeneity",
                    new Output().put("error", String.valueOf(e.getMessage())).json());
        }
        return output.json();
    }

    private static double floor(Fields params) {
        double floor = params.number("psi_floor", 0.0001);
        if (!(floor > 0 && floor < 1)) {
            throw MetricException.invalid(params.path("psi_floor"), "must be between 0 and 1");
        }
        return floor;
    }
}
