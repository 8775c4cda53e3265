package dev.assay.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the fields of a suite, and checks what concerns several of them. */
final class SuiteReader {

    private static final int MAX_SLICES = 100;
    private static final int MAX_NAMES = 100;
    private static final long MAX_SEED = 9007199254740991L;

    private final Section section;
    private final Problems problems;

    private SuiteReader(Section section, Problems problems) {
        this.section = section;
        this.problems = problems;
    }

    static Suite read(Section section, Problems problems) {
        return new SuiteReader(section, problems).read();
    }

    private Suite read() {
        String title =
                section.field("title").flatMap(field -> field.text(0, 200)).orElse("");
        String description = section.field("description")
                .flatMap(field -> field.text(0, 10_000))
                .orElse("");
        Data data = section.required("data")
                .map(DataReader::read)
                .orElseGet(() -> new Data("", Optional.empty(), Optional.empty(), Data.Format.JSONL, Mapping.NONE, 0));
        SortedMap<String, SliceSpec> slices = slices();
        Optional<Prompt> prompt = section.field("prompt").flatMap(field -> PromptReader.read(field, data));
        if (!section.has("prompt") && !data.mapping().variables().isEmpty()) {
            section.error("\"prompt\" is missing: the data have variables, which only a prompt can use");
        }
        Generation generation = GenerationReader.read(section.field("generation"));
        int samples = section.field("samples")
                .flatMap(field -> field.whole(1, 1_000))
                .map(Math::toIntExact)
                .orElse(1);
        long maxExamples = section.field("max_examples")
                .flatMap(field -> field.whole(0, MAX_SEED))
                .orElse(0L);

        SortedMap<String, ModelSpec> models =
                section.required("models").map(ModelReader::read).orElseGet(TreeMap::new);
        boolean modelsKnown = section.has("models");
        Optional<Field> candidateField = section.required("candidate");
        String candidate = candidateField
                .flatMap(field -> model(field, models, modelsKnown))
                .orElse("");
        Optional<Field> baselineField = section.field("baseline");
        Optional<String> baseline = baselineField.flatMap(field -> model(field, models, modelsKnown));
        if (baseline.isPresent() && baseline.get().equals(candidate)) {
            baselineField
                    .get()
                    .error("is the candidate itself; give the same model a second key for such a comparison");
        }
        List<String> others = others(models, modelsKnown, candidate, baseline);

        SortedMap<String, ScorerSpec> scorers =
                section.field("scorers").map(ScorerReader::read).orElseGet(TreeMap::new);
        SortedMap<String, MetricSpec> metrics = section.field("metrics")
                .map(field -> ScorerReader.metrics(field, scorers))
                .orElseGet(TreeMap::new);
        warnAboutUnused(scorers, metrics);
        section.field("generation")
                .ifPresent(field -> GenerationReader.checkFits(
                        field, generation, participants(models, candidate, baseline, others)));
        List<GateSpec> gates = gates(metrics, slices);
        warnAboutRepeats(samples, generation);

        Suite suite = new Suite(
                title,
                description,
                data,
                slices,
                prompt,
                generation,
                samples,
                maxExamples,
                models,
                candidate,
                baseline,
                others,
                scorers,
                metrics,
                gates,
                section.field("confidence")
                        .flatMap(field -> field.number(0.5, 0.9999))
                        .orElse(0.95),
                section.field("max_error_share")
                        .flatMap(field -> field.number(0, 1))
                        .orElse(0.01),
                section.field("cache")
                        .flatMap(field -> field.choice(Suite.Cache.class))
                        .orElse(Suite.Cache.OFF),
                section.field("budget").flatMap(field -> budget(field, generation, models)),
                section.field("seed").flatMap(field -> field.whole(0, MAX_SEED)).orElse(0L));
        section.end();
        return suite;
    }

    private static Optional<Suite.Budget> budget(Field field, Generation generation, Map<String, ModelSpec> models) {
        Optional<Section> fields = field.section();
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Suite.Budget budget = new Suite.Budget(
                fields.get()
                        .required("currency")
                        .flatMap(currency -> currency.text(ModelReader.CURRENCY, "an ISO 4217 code such as USD"))
                        .orElse(""),
                fields.get().required("amount").flatMap(Field::decimal).orElse(""));
        fields.get().end();
        List<ModelSpec> called = models.values().stream()
                .filter(model -> model.provider() != ModelSpec.Provider.RECORDED)
                .toList();
        if (!called.isEmpty() && generation.maxTokens().isEmpty()) {
            field.error("needs \"generation.max_tokens\": without it no call has a worst case");
        }
        if (called.stream()
                .flatMap(model -> model.prices().stream())
                .anyMatch(prices -> !prices.currency().equals(budget.currency()))) {
            field.error("must be in the currency of the models' prices");
        }
        return Optional.of(budget);
    }

    private SortedMap<String, SliceSpec> slices() {
        SortedMap<String, SliceSpec> result = new TreeMap<>();
        Map<String, Field> named = section.field("slices")
                .map(field -> field.named(Names.ID, Names.ID_FORM, MAX_SLICES))
                .orElseGet(TreeMap::new);
        named.forEach((name, field) -> field.section().ifPresent(slice -> {
            List<String> categories = texts(slice, "categories");
            List<String> tags = texts(slice, "tags");
            if (!slice.has("categories") && !slice.has("tags")) {
                slice.error("selects nothing; give \"categories\" or \"tags\"");
            }
            slice.end();
            result.put(name, new SliceSpec(categories, tags));
        }));
        return result;
    }

    private static List<String> texts(Section slice, String name) {
        Optional<Field> field = slice.field(name);
        List<String> texts = field.map(list -> list.texts(MAX_NAMES, 200)).orElse(List.of());
        if (field.isPresent() && field.get().isEmptyCollection()) {
            field.get().error("is empty");
        }
        return texts.stream().sorted().toList();
    }

    private static Optional<String> model(Field field, Map<String, ModelSpec> models, boolean modelsKnown) {
        Optional<String> key = field.text(200);
        if (key.isPresent() && modelsKnown && !models.containsKey(key.get())) {
            field.error("unknown model \"" + key.get() + "\"" + Suggestions.of(key.get(), models.keySet()));
        }
        return key;
    }

    private List<String> others(
            Map<String, ModelSpec> models, boolean modelsKnown, String candidate, Optional<String> baseline) {
        List<String> result = new ArrayList<>();
        List<Field> items =
                section.field("others").map(field -> field.items(MAX_NAMES)).orElse(List.of());
        for (Field item : items) {
            Optional<String> key = model(item, models, modelsKnown);
            if (key.isEmpty()) {
                continue;
            }
            if (key.get().equals(candidate) || key.equals(baseline)) {
                item.error("\"" + key.get() + "\" takes part already");
            } else if (result.contains(key.get())) {
                item.error("\"" + key.get() + "\" is here twice");
            } else {
                result.add(key.get());
            }
        }
        return result;
    }

    private static SortedMap<String, ModelSpec> participants(
            Map<String, ModelSpec> models, String candidate, Optional<String> baseline, List<String> others) {
        Set<String> keys = new TreeSet<>(others);
        keys.add(candidate);
        baseline.ifPresent(keys::add);
        SortedMap<String, ModelSpec> result = new TreeMap<>(models);
        result.keySet().retainAll(keys);
        return result;
    }

    private List<GateSpec> gates(Map<String, MetricSpec> metrics, Map<String, SliceSpec> slices) {
        Set<String> known = new TreeSet<>(metrics.keySet());
        for (BuiltInMetric metric : BuiltInMetric.values()) {
            known.add(metric.key());
        }
        GateReader reader = new GateReader(known, slices.keySet(), section.has("baseline"));
        return section.required("gates").map(reader::read).orElse(List.of());
    }

    private void warnAboutUnused(Map<String, ScorerSpec> scorers, Map<String, MetricSpec> metrics) {
        for (String name : scorers.keySet()) {
            if (metrics.values().stream().noneMatch(metric -> metric.scorer().equals(name))) {
                section.field("scorers")
                        .ifPresent(
                                field -> problems.warn(field.keyAt(), "scorers." + name, "no metric uses this scorer"));
            }
        }
    }

    private void warnAboutRepeats(int samples, Generation generation) {
        if (samples > 1
                && generation.temperature().isPresent()
                && generation.temperature().get() == 0.0) {
            section.field("samples")
                    .ifPresent(field -> problems.warn(
                            field.at(), "samples", "samples at temperature 0 are hardly independent of each other"));
        }
    }
}
