package dev.assay.scoring.scorer;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.embedding.EmbeddingSimilarity;
import dev.assay.metrics.text.embedding.TextEmbedding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How close the answer is in meaning to the closest accepted text (S1). An answer without words is close to nothing, which is 0, as for
 * unrelated texts: the model did answer.
 *
 * @param atLeast when present, a similarity of at least this passes and any other fails; else the similarity is the score
 */
record EmbeddingScorer(TextEmbedding embedding, Optional<Double> atLeast) implements Scorer {

    @Override
    public Outcome score(Completion completion) {
        Optional<List<String>> accepted = completion.target().texts();
        if (accepted.isEmpty()) {
            return Outcome.skipped("no text is expected");
        }
        if (!hasWords(completion.answer())) {
            return outcome(0, "no words in " + Text.quote(completion.answer()));
        }
        EmbeddingSimilarity similarity = EmbeddingSimilarity.of(embedding, completion.answer(), accepted.get());
        return outcome(
                similarity.score(),
                String.format(
                        Locale.ROOT,
                        "%.4f to %s by %s%s",
                        similarity.score(),
                        Text.quote(accepted.get().get(similarity.reference())),
                        similarity.model(),
                        similarity.truncated() ? ", which did not read all of it" : ""));
    }

    private boolean hasWords(String answer) {
        try {
            embedding.embed(List.of(answer));
            return true;
        } catch (MetricException e) {
            return switch (e.kind()) {
                case UNDEFINED -> false;
                case INVALID, UNAVAILABLE -> throw e;
            };
        }
    }

    private Outcome outcome(double similarity, String explanation) {
        return atLeast.isPresent()
                ? Outcome.passed(similarity >= atLeast.get(), explanation)
                : new Outcome.Scored(similarity, explanation);
    }
}
