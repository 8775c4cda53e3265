package dev.assay.metrics.statistics;

import static dev.assay.metrics.statistics.StatisticsMetrics.FAMILY;
import static dev.assay.metrics.statistics.StatisticsMetrics.object;
import static dev.assay.metrics.statistics.StatisticsMetrics.probability;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import java.util.List;

/** Power, sample sizes and minimum detectable effects in the registry. */
final class PowerMetrics {

    private static final String SOURCE = "numbers of items are fractional: round up";

    private PowerMetrics() {}

    private static final String OPTIONAL = "; optional inputs alpha (0.05) and power (0.8)";

    static List<MetricRegistry.Entry> entries() {
        return List.of(
                spec("t_test_power", "Power and sample sizes of t tests, two-sided")
                        .needs("effect_size", "n")
                        .source("noncentral t; " + SOURCE + OPTIONAL)
                        .by((inputs, params) -> tTest(inputs)),
                spec("two_proportions_power", "Power and sample size for two independent shares, two-sided")
                        .needs("p1", "p2")
                        .source("Cohen 1988, effect h; " + SOURCE + OPTIONAL)
                        .by((inputs, params) -> proportions(inputs)),
                spec("eval_sample_size", "Questions to see a difference of two models, and what 1000 questions see")
                        .needs("omega2", "delta")
                        .source("Miller 2024, arXiv 2411.00640, section 5; " + SOURCE + OPTIONAL)
                        .by((inputs, params) -> evaluation(inputs)));
    }

    private static MetricSpec spec(String name, String description) {
        return MetricSpec.of(FAMILY, name, description).neutral().range(Range.NON_NEGATIVE);
    }

    private static JsonNode tTest(Fields inputs) {
        double effect = inputs.number("effect_size");
        double alpha = probability(inputs, "alpha", 0.05);
        double power = probability(inputs, "power", 0.8);
        double n = inputs.number("n");
        return object().put("one_sample_or_paired_n_for_power", Power.pairedTItems(effect, alpha, power))
                .put("two_sample_n_per_group_for_power", Power.twoSampleTItems(effect, alpha, power))
                .put("one_sample_power_at_n", Power.pairedT(effect, n, alpha))
                .put("two_sample_power_at_n_each", Power.twoSampleT(effect, n, alpha))
                .put("normal_two_sample_n_per_group", Power.twoSampleZItems(effect, alpha, power))
                .put("mde_paired_at_n", Power.pairedTMinimumDetectable(n, alpha, power));
    }

    private static JsonNode proportions(Fields inputs) {
        double h = Power.cohensH(inputs.number("p1"), inputs.number("p2"));
        double alpha = probability(inputs, "alpha", 0.05);
        double power = probability(inputs, "power", 0.8);
        return object().put("cohen_h", h)
                .put("n_per_group", Power.twoSampleZItems(h, alpha, power))
                .put("power_at_500_each", Power.twoSampleZ(h, 500, alpha));
    }

    private static JsonNode evaluation(Fields inputs) {
        Power.PairedVariance variance = new Power.PairedVariance(
                inputs.number("omega2"),
                inputs.number("sigma2_a", 0),
                inputs.number("k_a", 1),
                inputs.number("sigma2_b", 0),
                inputs.number("k_b", 1));
        double alpha = probability(inputs, "alpha", 0.05);
        double power = probability(inputs, "power", 0.8);
        return object().put("n_questions", Power.items(variance, inputs.number("delta"), alpha, power))
                .put("minimum_detectable_effect_at_n_1000", Power.minimumDetectable(variance, 1000, alpha, power));
    }
}
