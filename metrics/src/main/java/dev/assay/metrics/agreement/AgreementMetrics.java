package dev.assay.metrics.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.agreement.Krippendorff.Level;
import dev.assay.metrics.agreement.TwoRaters.Weights;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor;
import dev.assay.metrics.registry.MetricDescriptor.Direction;
import dev.assay.metrics.registry.MetricDescriptor.Parameter;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricFunction;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Agreement of raters in the registry (S5, S14). */
public final class AgreementMetrics {

    private static final Range AT_MOST_ONE = new Range(Double.NEGATIVE_INFINITY, 1);

    private AgreementMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                entry(
                        "cohen_kappa",
                        "Cohen's kappa in three weightings, Scott's pi, Gwet's AC1 of two raters",
                        List.of("rater_a", "rater_b"),
                        List.of(new Parameter("labels", "array", Optional.empty(), "the categories in their order")),
                        "Cohen 1960, 1968; Scott 1955; Gwet 2008; Fleiss, Cohen, Everitt 1969",
                        AgreementMetrics::twoRaters),
                entry(
                        "fleiss_kappa",
                        "Fleiss' and Randolph's kappa of several raters without gaps",
                        List.of("ratings"),
                        List.of(new Parameter("categories", "array", Optional.empty(), "the categories")),
                        "Fleiss 1971; Randolph 2005",
                        AgreementMetrics::fleiss),
                entry(
                        "krippendorff_alpha",
                        "Krippendorff's alpha at four levels; rows are raters, null is missing",
                        List.of("ratings"),
                        List.of(),
                        "Krippendorff 2011",
                        (inputs, params) -> krippendorff(inputs)),
                entry(
                        "icc",
                        "Intraclass correlations; rows are items, columns raters",
                        List.of("ratings"),
                        List.of(),
                        "McGraw and Wong 1996",
                        (inputs, params) -> icc(inputs)));
    }

    private static MetricRegistry.Entry entry(
            String name,
            String description,
            List<String> needs,
            List<Parameter> parameters,
            String source,
            MetricFunction function) {
        return new MetricRegistry.Entry(
                new MetricDescriptor(
                        name,
                        1,
                        description,
                        "agreement",
                        needs,
                        parameters,
                        Direction.HIGHER_IS_BETTER,
                        AT_MOST_ONE,
                        source),
                function);
    }

    private static JsonNode twoRaters(Fields inputs, Fields params) {
        Map<String, Integer> categories = categories(params, "labels");
        int[] first = indices(inputs.path("rater_a"), inputs.array("rater_a"), categories);
        int[] second = indices(inputs.path("rater_b"), inputs.array("rater_b"), categories);
        if (first.length != second.length) {
            throw MetricException.invalid("inputs.rater_b", "must have as many ratings as rater_a");
        }
        long[][] table = new long[categories.size()][categories.size()];
        for (int i = 0; i < first.length; i++) {
            table[first[i]][second[i]]++;
        }
        TwoRaters raters = new TwoRaters(table);
        Output output = new Output()
                .put("observed_agreement", raters.observedAgreement())
                .orUndefined("kappa_unweighted", () -> raters.cohenKappa(Weights.NONE))
                .orUndefined("kappa_linear", () -> raters.cohenKappa(Weights.LINEAR))
                .orUndefined("kappa_quadratic", () -> raters.cohenKappa(Weights.QUADRATIC))
                .put("expected_agreement", raters.expectedAgreement())
                .orUndefined("scott_pi", raters::scottPi)
                .orUndefined("gwet_ac1", raters::gwetAc1)
                .orUndefined("prevalence_bias_adjusted_kappa", raters::prevalenceAdjustedKappa)
                .orUndefined("kappa_se_statsmodels", raters::kappaStandardError);
        try {
            TwoRaters.Interval interval = raters.kappaInterval(0.95);
            output.put("kappa_ci95", new double[] {interval.lower(), interval.upper()});
        } catch (MetricException e) {
            output.put("kappa_ci95", Double.NaN);
        }
        return output.json();
    }

    private static JsonNode fleiss(Fields inputs, Fields params) {
        Map<String, Integer> categories = categories(params, "categories");
        JsonNode items = inputs.array("ratings");
        long[][] table = new long[items.size()][categories.size()];
        double[][] shown = new double[items.size()][categories.size()];
        for (int i = 0; i < table.length; i++) {
            for (int category : indices(inputs.path("ratings") + "[" + i + "]", items.get(i), categories)) {
                table[i][category]++;
                shown[i][category]++;
            }
        }
        Fleiss fleiss = new Fleiss(table);
        return new Output()
                .put("table", shown)
                .orUndefined("fleiss_kappa", fleiss::kappa)
                .orUndefined("randolph_free_marginal", fleiss::randolphKappa)
                .orUndefined("gwet_ac1", fleiss::gwetAc1)
                .json();
    }

    private static JsonNode krippendorff(Fields inputs) {
        JsonNode rows = inputs.array("ratings");
        double[][] ratings = new double[rows.size()][];
        for (int r = 0; r < ratings.length; r++) {
            String path = inputs.path("ratings") + "[" + r + "]";
            if (!rows.get(r).isArray()) {
                throw MetricException.invalid(path, "expected an array");
            }
            ratings[r] = new double[rows.get(r).size()];
            for (int i = 0; i < ratings[r].length; i++) {
                JsonNode rating = rows.get(r).get(i);
                ratings[r][i] = rating.isNull() ? Double.NaN : Fields.number(path + "[" + i + "]", rating);
            }
        }
        Krippendorff krippendorff = new Krippendorff(ratings);
        boolean oneValue = Arrays.stream(ratings)
                        .flatMapToDouble(Arrays::stream)
                        .filter(rating -> !Double.isNaN(rating))
                        .distinct()
                        .count()
                < 2;
        Output output = new Output();
        for (Level level : Level.values()) {
            String name = "alpha_" + level.name().toLowerCase(Locale.ROOT);
            try {
                output.put(name, krippendorff.alpha(level));
            } catch (MetricException e) {
                if (krippendorff.pairableRatings() > 0 && !oneValue && e.kind() == MetricException.Kind.UNDEFINED) {
                    // The reference refuses ratings without variation, but computes 0/0 when only unpaired ones vary.
                    output.put(name, Double.NaN).markUndefined(name);
                    continue;
                }
                output.put(
                        name,
                        new Output()
                                .put("error", String.valueOf(e.getMessage()))
                                .json());
            }
        }
        return output.json();
    }

    private static JsonNode icc(Fields inputs) {
        IntraclassCorrelation icc = new IntraclassCorrelation(inputs.matrix("ratings"));
        return new Output()
                .orUndefined("ICC(1,1)", icc::oneWay)
                .orUndefined("ICC(A,1)", icc::agreement)
                .orUndefined("ICC(C,1)", icc::consistency)
                .orUndefined("ICC(1,k)", icc::oneWayOfMean)
                .orUndefined("ICC(A,k)", icc::agreementOfMean)
                .orUndefined("ICC(C,k)", icc::consistencyOfMean)
                .json();
    }

    private static Map<String, Integer> categories(Fields params, String name) {
        Map<String, Integer> result = new HashMap<>();
        for (JsonNode category : params.array(name)) {
            if (result.put(category.asText(), result.size()) != null) {
                throw MetricException.invalid(params.path(name), category + " occurs twice");
            }
        }
        return result;
    }

    private static int[] indices(String path, JsonNode ratings, Map<String, Integer> categories) {
        if (!ratings.isArray()) {
            throw MetricException.invalid(path, "expected an array");
        }
        List<Integer> result = new ArrayList<>();
        for (JsonNode rating : ratings) {
            Integer index = categories.get(rating.asText());
            if (index == null) {
                throw MetricException.invalid(path + "[" + result.size() + "]", rating + " is not a listed category");
            }
            result.add(index);
        }
        return result.stream().mapToInt(Integer::intValue).toArray();
    }
}
