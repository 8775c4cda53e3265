package dev.assay.scoring.scorer;

import com.google.re2j.Pattern;
import dev.assay.metrics.structure.JsonSchema;
import dev.assay.metrics.text.embedding.CachedEmbedding;
import dev.assay.metrics.text.embedding.TextEmbedding;
import dev.assay.suite.ScorerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The scorers of a suite, made once and used for all completions. */
public final class Scorers {

    /** Raised whenever a score could change for the same completion; part of the record of an evaluation. */
    public static final int VERSION = 1;

    /** Expected texts come again for each sample and each model. */
    private static final int CACHED_TEXTS = 1_000;

    private final List<String> names;
    private final List<Scorer> scorers;

    private Scorers(List<String> names, List<Scorer> scorers) {
        this.names = List.copyOf(names);
        this.scorers = List.copyOf(scorers);
    }

    /**
     * In the order of their names.
     *
     * @param embedding for those that need one
     */
    public static Scorers of(SortedMap<String, ScorerSpec> specifications, TextEmbedding embedding) {
        TextEmbedding cached = new CachedEmbedding(embedding, CACHED_TEXTS);
        List<Scorer> scorers = new ArrayList<>();
        specifications.values().forEach(specification -> scorers.add(scorer(specification, cached)));
        return new Scorers(new ArrayList<>(specifications.keySet()), scorers);
    }

    /** The scorer that a specification asks for, guarded. */
    static Scorer scorer(ScorerSpec specification, TextEmbedding embedding) {
        Scorer scorer = switch (specification) {
            case ScorerSpec.ExactMatch exact -> new ExactMatchScorer(exact.normalise() == ScorerSpec.Normalise.SQUAD);
            case ScorerSpec.Contains contains -> new ContainsScorer(contains.ignoreCase());
            case ScorerSpec.Regex regex ->
                new RegexScorer(Pattern.compile(regex.pattern()), regex.group(), regex.full());
            case ScorerSpec.Numeric numeric ->
                new NumericScorer(numeric.extract(), numeric.tolerance(), numeric.relativeTolerance());
            case ScorerSpec.JsonValid json -> new JsonScorer(json.schema().map(JsonSchema::compile));
            case ScorerSpec.EmbeddingSimilarity similarity -> new EmbeddingScorer(embedding, similarity.atLeast());
        };
        return scorer.guarded();
    }

    public List<String> names() {
        return names;
    }

    /** One outcome for each scorer, in their order. */
    public List<Outcome> score(Completion completion) {
        return scorers.stream().map(scorer -> scorer.score(completion)).toList();
    }
}
