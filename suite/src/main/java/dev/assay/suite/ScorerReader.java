package dev.assay.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.PatternSyntaxException;
import dev.assay.suite.ScorerSpec.Contains;
import dev.assay.suite.ScorerSpec.EmbeddingSimilarity;
import dev.assay.suite.ScorerSpec.ExactMatch;
import dev.assay.suite.ScorerSpec.Extract;
import dev.assay.suite.ScorerSpec.JsonValid;
import dev.assay.suite.ScorerSpec.Normalise;
import dev.assay.suite.ScorerSpec.Numeric;
import dev.assay.suite.ScorerSpec.Regex;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads {@code scorers} and {@code metrics}. */
final class ScorerReader {

    private static final int MAX_SCORERS = 100;
    private static final int MAX_PATTERN = 10_000;

    /** The types, named as suites name them. */
    enum Type {
        EXACT_MATCH,
        CONTAINS,
        REGEX,
        NUMERIC,
        JSON_VALID,
        EMBEDDING_SIMILARITY
    }

    private ScorerReader() {}

    static SortedMap<String, ScorerSpec> read(Field field) {
        SortedMap<String, ScorerSpec> result = new TreeMap<>();
        field.named(Names.WORD, Names.WORD_FORM, MAX_SCORERS).forEach((name, scorer) -> {
            ScorerSpec spec = scorer.section().flatMap(ScorerReader::scorer).orElse(new ExactMatch(Normalise.STRICT));
            result.put(name, spec);
        });
        return result;
    }

    private static Optional<ScorerSpec> scorer(Section section) {
        Optional<Type> type = section.required("type").flatMap(field -> field.choice(Type.class));
        if (type.isEmpty()) {
            return Optional.empty();
        }
        ScorerSpec spec = switch (type.get()) {
            case EXACT_MATCH ->
                new ExactMatch(section.field("normalise")
                        .flatMap(field -> field.choice(Normalise.class))
                        .orElse(Normalise.STRICT));
            case CONTAINS -> new Contains(truth(section, "ignore_case"));
            case REGEX -> regex(section);
            case NUMERIC ->
                new Numeric(
                        section.field("extract")
                                .flatMap(field -> field.choice(Extract.class))
                                .orElse(Extract.GSM8K),
                        tolerance(section, "tolerance"),
                        tolerance(section, "relative_tolerance"));
            case JSON_VALID -> new JsonValid(section.field("schema").flatMap(ScorerReader::schema));
            case EMBEDDING_SIMILARITY ->
                new EmbeddingSimilarity(section.field("at_least").flatMap(field -> field.number(-1, 1)));
        };
        section.end();
        return Optional.of(spec);
    }

    private static Regex regex(Section section) {
        Optional<Field> field = section.required("pattern");
        Optional<String> pattern = field.flatMap(text -> text.text(MAX_PATTERN));
        Optional<Integer> groups = pattern.flatMap(text -> groups(field.get(), text));
        Optional<Integer> group = section.field("group").flatMap(number -> {
            Optional<Integer> wanted = number.whole(0, 1_000).map(Math::toIntExact);
            if (wanted.isPresent() && groups.isPresent() && wanted.get() > groups.get()) {
                number.error("the pattern has " + groups.get() + " groups");
            }
            return wanted;
        });
        return new Regex(pattern.orElse(""), group, truth(section, "full"));
    }

    private static Optional<Integer> groups(Field field, String pattern) {
        try {
            return Optional.of(com.google.re2j.Pattern.compile(pattern).groupCount());
        } catch (PatternSyntaxException e) {
            field.error("is not a pattern of RE2 syntax: " + e.getDescription() + " near \"" + e.getPattern() + "\"");
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> schema(Field field) {
        JsonNode schema = field.json();
        if (!schema.isObject() && !schema.isBoolean()) {
            field.error("a JSON Schema is a mapping, true or false");
            return Optional.empty();
        }
        return Optional.of(Definitions.canonical(schema));
    }

    private static boolean truth(Section section, String name) {
        return section.field(name).flatMap(Field::truth).orElse(false);
    }

    private static double tolerance(Section section, String name) {
        return section.field(name)
                .flatMap(field -> field.number(0, Double.MAX_VALUE))
                .orElse(0.0);
    }

    static SortedMap<String, MetricSpec> metrics(Field field, Map<String, ScorerSpec> scorers) {
        SortedMap<String, MetricSpec> result = new TreeMap<>();
        field.named(Names.WORD, Names.WORD_FORM, MAX_SCORERS).forEach((name, metric) -> {
            if (BuiltInMetric.of(name).isPresent()) {
                metric.error("is the name of a built-in metric, which needs no declaration");
            }
            result.put(
                    name,
                    new MetricSpec(metric.section()
                            .map(section -> scorerOf(section, scorers))
                            .orElse("")));
        });
        return result;
    }

    private static String scorerOf(Section section, Map<String, ScorerSpec> scorers) {
        Optional<Field> field = section.required("scorer");
        Optional<String> scorer = field.flatMap(name -> name.text(200));
        if (scorer.isPresent() && !scorers.containsKey(scorer.get())) {
            field.get()
                    .error("unknown scorer \"" + scorer.get() + "\"" + Suggestions.of(scorer.get(), scorers.keySet()));
        }
        section.end();
        return scorer.orElse("");
    }
}
