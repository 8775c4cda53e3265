package dev.assay.metrics.statistics;

import static dev.assay.metrics.statistics.StatisticsMetrics.FAMILY;
import static dev.assay.metrics.statistics.StatisticsMetrics.object;
import static dev.assay.metrics.statistics.StatisticsMetrics.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import java.util.List;

/** Tests of two systems on the same items in the registry. */
final class PairMetrics {

    private PairMetrics() {}

    static List<MetricRegistry.Entry> entries() {
        return List.of(
                spec("t_test_paired", "Student's t test of the differences a − b")
                        .needs("a", "b")
                        .source("Student 1908")
                        .by((inputs, params) -> tTest(inputs)),
                spec("wilcoxon_signed_rank", "Wilcoxon's signed-rank test, two-sided, with three treatments of zeros")
                        .needs("differences")
                        .source(
                                "Wilcoxon 1945; Pratt 1959; statistic min(W+, W-); p 1 when no difference is left; exact"
                                        + " where there are no ties and zeros")
                        .by((inputs, params) -> wilcoxon(inputs)),
                spec("sign_test", "Exact two-sided sign test; zeros are dropped")
                        .needs("differences")
                        .source("Arbuthnott 1710; binomial with share 1/2")
                        .by((inputs, params) -> sign(inputs)),
                spec("mcnemar", "McNemar's test of two pass/fail results: exact, mid-p, and chi-squared")
                        .needs("b_first_only_correct", "c_second_only_correct")
                        .source("McNemar 1947; Edwards 1948 (corrected; where b = c it is 1/(b+c), and not 0 as in R);"
                                + " Fagerland, Lydersen and Laake 2013 (mid-p)")
                        .by((inputs, params) -> mcNemar(inputs)),
                spec("permutation_paired_exact", "Test of a mean difference over all flips of signs, up to 24 pairs")
                        .needs("differences")
                        .source("Fisher 1935; two-sided: share of flips with |mean| at least the observed one")
                        .by((inputs, params) -> exact(inputs)),
                spec("permutation_paired_random", "Test of a mean difference over random flips of signs")
                        .needs("differences")
                        .param("resamples", "integer", "20000", "number of flips")
                        .param(
                                "seed",
                                "integer",
                                Long.toString(StatisticsMetrics.SEED),
                                "the same seed gives the same p-value")
                        .source("Phipson and Smyth 2010: p = (1 + extreme) / (1 + resamples)")
                        .by(PairMetrics::random));
    }

    private static MetricSpec spec(String name, String description) {
        return MetricSpec.of(FAMILY, name, description).neutral().range(Range.UNIT);
    }

    private static JsonNode tTest(Fields inputs) {
        double[][] ab = StatisticsMetrics.samples(inputs, true);
        TTests.Result test = TTests.paired(ab[0], ab[1]);
        ObjectNode result = object().put("statistic", test.statistic())
                .put("p_value", test.twoSided())
                .put("df", ab[0].length - 1);
        result.putObject("one_sample_t_of_differences")
                .put("statistic", test.statistic())
                .put("p_value", test.twoSided());
        return result;
    }

    private static JsonNode wilcoxon(Fields inputs) {
        double[] differences = StatisticsMetrics.differences(inputs);
        if (differences.length == 0) {
            throw MetricException.undefined("no differences");
        }
        ObjectNode result = object();
        if (Moments.constant(differences) && differences[0] == 0) {
            return result.put("p_value", 1.0);
        }
        String[] names = {"wilcox", "pratt", "zsplit"};
        Wilcoxon.Zeros[] zeros = {Wilcoxon.Zeros.DROP, Wilcoxon.Zeros.PRATT, Wilcoxon.Zeros.SPLIT};
        for (int i = 0; i < names.length; i++) {
            result.set(names[i] + "_approx_nocc", result(Wilcoxon.asymptotic(differences, zeros[i], false)));
            result.set(names[i] + "_approx_cc", result(Wilcoxon.asymptotic(differences, zeros[i], true)));
        }
        if (Wilcoxon.hasExact(differences)) {
            result.set("exact", result(Wilcoxon.exact(differences)));
        }
        return result;
    }

    private static JsonNode sign(Fields inputs) {
        long positive = 0;
        long n = 0;
        for (double difference : StatisticsMetrics.differences(inputs)) {
            positive += difference > 0 ? 1 : 0;
            n += difference != 0 ? 1 : 0;
        }
        double p = new McNemar(positive, n - positive).exact();
        return object().put("p_value", p).put("positive", positive).put("n", n);
    }

    private static JsonNode mcNemar(Fields inputs) {
        long b = StatisticsMetrics.count(inputs, "b_first_only_correct");
        long c = StatisticsMetrics.count(inputs, "c_second_only_correct");
        McNemar test = new McNemar(b, c);
        ObjectNode result = object().put("exact_p", test.exact()).put("exact_statistic_min", Math.min(b, c));
        if (b + c > 0) {
            result.set("chi2_corrected", result(test.chiSquaredCorrected()));
            result.set("chi2_uncorrected", result(test.chiSquared()));
            result.put("mid_p", test.midP());
        }
        return result;
    }

    private static JsonNode exact(Fields inputs) {
        Permutation.Result test = Permutation.pairedExact(StatisticsMetrics.differences(inputs));
        return object().put("p_two_sided_abs", test.twoSided())
                .put("p_greater", test.greater())
                .put("p_less", test.less());
    }

    private static JsonNode random(Fields inputs, Fields params) {
        int flips = StatisticsMetrics.resamples(params, "resamples", Permutation.PERMUTATIONS);
        Permutation.Result test = Permutation.pairedRandom(
                StatisticsMetrics.differences(inputs), flips, params.integer("seed", StatisticsMetrics.SEED));
        return object().put("p_two_sided_abs", test.twoSided())
                .put("p_greater", test.greater())
                .put("p_less", test.less());
    }
}
