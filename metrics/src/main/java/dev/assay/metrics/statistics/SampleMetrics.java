package dev.assay.metrics.statistics;

import static dev.assay.metrics.statistics.StatisticsMetrics.FAMILY;
import static dev.assay.metrics.statistics.StatisticsMetrics.object;
import static dev.assay.metrics.statistics.StatisticsMetrics.pair;
import static dev.assay.metrics.statistics.StatisticsMetrics.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import java.util.List;
import java.util.function.Supplier;

/** Tests of independent samples, of tables and of several systems in the registry. */
final class SampleMetrics {

    private SampleMetrics() {}

    static List<MetricRegistry.Entry> entries() {
        return List.of(
                spec("t_test_two_sample", "Welch's and Student's t tests with effect sizes")
                        .needs("a", "b")
                        .source("Welch 1947; Cohen 1988; Hedges 1981; Cliff 1993")
                        .by((inputs, params) -> tTest(inputs)),
                spec("mann_whitney", "Mann and Whitney's U test, two-sided, corrected for ties; statistic U of a")
                        .needs("a", "b")
                        .source("Mann and Whitney 1947")
                        .by((inputs, params) -> mannWhitney(inputs)),
                spec("contingency_2x2", "Fisher's exact test and chi-squared tests of a 2×2 table of counts")
                        .needs("table")
                        .source("Fisher 1935; Yates 1934 (corrected); phi = sqrt(chi2/n)")
                        .by((inputs, params) -> contingency(inputs)),
                spec("binomial_test", "Exact test of a share against p0")
                        .needs("k", "n", "p0")
                        .source("two-sided: sum of outcomes not likelier than the observed one")
                        .by((inputs, params) -> binomial(inputs)),
                spec("permutation_independent_exact", "Test of mean(a) − mean(b) over all splits")
                        .needs("a", "b")
                        .source(
                                "Fisher 1935; p_two_sided_abs: share of splits with |difference| at least the observed one")
                        .by((inputs, params) -> permutation(inputs)),
                spec("k_groups", "Friedman, Kruskal–Wallis and one-way analysis of variance of several systems")
                        .needs("rows_items_columns_systems")
                        .source(
                                "Friedman 1937 and Kruskal and Wallis 1952, corrected for ties; only Friedman's is paired")
                        .by((inputs, params) -> groups(inputs)));
    }

    private static MetricSpec spec(String name, String description) {
        return MetricSpec.of(FAMILY, name, description).neutral().range(Range.UNIT);
    }

    private static JsonNode tTest(Fields inputs) {
        double[][] ab = StatisticsMetrics.samples(inputs, false);
        TTests.Result welch = TTests.welch(ab[0], ab[1]);
        TTests.Result student = TTests.student(ab[0], ab[1]);
        ObjectNode result = object();
        result.putObject("welch")
                .put("statistic", welch.statistic())
                .put("p_value", welch.twoSided())
                .put("df", welch.degreesOfFreedom())
                .set("ci95_difference", pair(welch.interval(0.95)));
        result.putObject("student").put("statistic", student.statistic()).put("p_value", student.twoSided());
        return result.put("welch_p_greater", welch.greater())
                .put("cohens_d_pooled", TTests.cohensD(ab[0], ab[1]))
                .put("hedges_g_factor", TTests.hedgesFactor(ab[0].length, ab[1].length))
                .put("cliffs_delta", TTests.cliffsDelta(ab[0], ab[1]));
    }

    private static JsonNode mannWhitney(Fields inputs) {
        double[][] ab = StatisticsMetrics.samples(inputs, false);
        ObjectNode result = object();
        result.set("asymptotic_continuity", result(MannWhitney.asymptotic(ab[0], ab[1], true)));
        result.set("asymptotic_no_continuity", result(MannWhitney.asymptotic(ab[0], ab[1], false)));
        return result;
    }

    private static JsonNode contingency(Fields inputs) {
        long[] counts = StatisticsMetrics.table(inputs);
        Contingency table = new Contingency(counts[0], counts[1], counts[2], counts[3]);
        ObjectNode result = object();
        if (table.hasFisher()) {
            result.put("fisher_p", table.fisher());
        }
        StatisticsMetrics.put(result, "sample_odds_ratio", table.oddsRatio());
        TestResult pearson = orUndefined(() -> table.chiSquared(false));
        result.set("chi2_yates", result(orUndefined(() -> table.chiSquared(true))));
        result.set("chi2_pearson", result(pearson));
        ArrayNode expected = result.putArray("expected");
        for (double[] row : table.expected()) {
            expected.add(pair(row));
        }
        return pearson.isDefined() ? result.put("phi", table.phi()) : result;
    }

    private static JsonNode binomial(Fields inputs) {
        long k = StatisticsMetrics.count(inputs, "k");
        long n = StatisticsMetrics.count(inputs, "n");
        double p0 = inputs.number("p0");
        return object().put("two_sided", Binomial.twoSided(k, n, p0))
                .put("greater", Binomial.greater(k, n, p0))
                .put("less", Binomial.less(k, n, p0));
    }

    private static JsonNode permutation(Fields inputs) {
        double[][] ab = StatisticsMetrics.samples(inputs, false);
        Permutation.Result test = Permutation.independentExact(ab[0], ab[1]);
        return object().put("p_two_sided_abs", test.twoSided())
                .put("p_two_sided_doubled_tail", Math.min(1, 2 * Math.min(test.greater(), test.less())))
                .put("p_greater", test.greater())
                .put("p_less", test.less());
    }

    private static JsonNode groups(Fields inputs) {
        SeveralSystems systems = new SeveralSystems(inputs.matrix("rows_items_columns_systems"));
        ObjectNode result = object();
        TestResult friedman = orUndefined(systems::friedman);
        TestResult kruskal = orUndefined(systems::kruskalWallis);
        TestResult anova = orUndefined(systems::anova);
        if (!friedman.isDefined() && !kruskal.isDefined() && !anova.isDefined()) {
            throw MetricException.undefined(kruskal.undefinedReason());
        }
        result.set("friedman", result(friedman));
        result.set("kruskal", result(kruskal));
        result.set("anova_f", result(anova));
        return result;
    }

    /** A test that may be undefined where its neighbours are not. */
    private static TestResult orUndefined(Supplier<TestResult> test) {
        try {
            return test.get();
        } catch (MetricException e) {
            if (e.kind() != MetricException.Kind.UNDEFINED) {
                throw e;
            }
            return TestResult.undefined(String.valueOf(e.getMessage()));
        }
    }
}
