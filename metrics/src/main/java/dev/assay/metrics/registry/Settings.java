package dev.assay.metrics.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.MetricDescriptor.Parameter;
import dev.assay.metrics.text.edit.EditDistance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which names may stand among the settings of a call: those that the metric has; conventions that every metric of the name keeps,
 * with the value that is kept; and remarks for people, which are texts of several words or say where a case came from. Anything else is
 * refused, since a misspelt setting would otherwise count as its default.
 */
final class Settings {

    /** Conventions, with the values that hold here. */
    private static final Map<String, Set<String>> KEPT = Map.ofEntries(
            Map.entry("alternative", Set.of("two-sided")),
            Map.entry("articles", Set.of("a|an|the")),
            Map.entry("ddof", Set.of("1")),
            Map.entry("discount", Set.of("log2(rank+1)")),
            Map.entry("draft", Set.of("2020-12")),
            Map.entry("gain", Set.of("linear")),
            Map.entry("jaro_winkler_boost_threshold", Set.of("0.7")),
            Map.entry("jaro_winkler_max_prefix", Set.of("4")),
            Map.entry("jaro_winkler_prefix_weight", Set.of("0.1")),
            Map.entry("log_base", Set.of("e")),
            Map.entry("m", Set.of("ceil(tau*k)")),
            Map.entry("mode", Set.of("NLTK_EXTENSIONS")),
            Map.entry("zeros", Set.of("dropped")));

    /** Where a case came from. */
    private static final Set<String> ORIGINS =
            Set.of("damage", "file", "group", "note", "source_id", "spread_over_6_seeds", "test");

    private static final int MISSPELT = 2;

    private Settings() {}

    /**
     * Checks the names of all settings.
     *
     * @throws MetricException naming the first that is unknown, or a convention that is not kept
     */
    static void check(MetricDescriptor metric, JsonNode params) {
        for (Map.Entry<String, JsonNode> setting : params.properties()) {
            String name = setting.getKey();
            JsonNode value = setting.getValue();
            if (metric.parameters().stream()
                            .anyMatch(parameter -> parameter.name().equals(name))
                    || ORIGINS.contains(name)
                    || isRemark(value)) {
                continue;
            }
            Set<String> kept = KEPT.getOrDefault(name, Set.of());
            if (!kept.contains(value.asText())) {
                throw MetricException.invalid(
                        "params." + name,
                        kept.isEmpty()
                                ? metric.name() + " has no such parameter" + suggestion(name, metric.parameters())
                                : "only " + String.join(", ", kept) + " is computed");
            }
        }
    }

    private static boolean isRemark(JsonNode value) {
        return value.isTextual() && value.textValue().strip().indexOf(' ') > 0;
    }

    private static String suggestion(String name, List<Parameter> parameters) {
        Optional<String> near = parameters.stream()
                .map(Parameter::name)
                .filter(known -> EditDistance.levenshtein(name, known) <= MISSPELT)
                .findFirst();
        if (near.isPresent()) {
            return "; did you mean " + near.get() + "?";
        }
        return parameters.isEmpty()
                ? ", it takes none"
                : "; it has "
                        + String.join(
                                ", ", parameters.stream().map(Parameter::name).toList());
    }
}
