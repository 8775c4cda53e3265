package dev.assay.metrics.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import dev.assay.metrics.registry.Output;
import dev.assay.metrics.text.embedding.CosineSimilarity;
import dev.assay.metrics.text.embedding.EmbeddingSimilarity;
import dev.assay.metrics.text.embedding.TextEmbedding;
import java.util.List;
import java.util.Optional;

/** Registry entries of similarity by embeddings. */
public final class EmbeddingMetrics {

    private static final String FAMILY = "text";
    private static final Range COSINE = new Range(-1, 1);

    private EmbeddingMetrics() {}

    /** With a model, or without: then {@code embedding_similarity} is listed, and says what is missing when it is computed. */
    public static List<MetricRegistry.Entry> entries(Optional<TextEmbedding> embedding) {
        return List.of(
                MetricSpec.of(FAMILY, "cosine_similarity", "cosine of the angle between two vectors")
                        .needs("a", "b")
                        .range(COSINE)
                        .source("Salton et al. 1975: a·b / (|a| |b|)")
                        .by((inputs, params) -> cosine(inputs)),
                MetricSpec.of(
                                FAMILY,
                                "embedding_similarity",
                                "cosine of a text's embedding with that of the closest reference")
                        .needs("hypothesis", "references", "embedding")
                        .range(COSINE)
                        .source("Reimers and Gurevych 2019 (Sentence-BERT)")
                        .by((inputs, params) -> similarity(embedding, inputs)));
    }

    private static JsonNode cosine(Fields inputs) {
        return new Output()
                .put("score", CosineSimilarity.of(inputs.numbers("a"), inputs.numbers("b")))
                .json();
    }

    private static JsonNode similarity(Optional<TextEmbedding> embedding, Fields inputs) {
        String hypothesis = inputs.text("hypothesis");
        List<String> references = TextMetrics.references(inputs);
        TextEmbedding model = embedding.orElseThrow(() -> MetricException.unavailable(
                "embedding_similarity needs an embedding model, and this program has none: add an implementation of TextEmbedding, for"
                        + " example assay-embedding"));
        EmbeddingSimilarity similarity = EmbeddingSimilarity.of(model, hypothesis, references);
        return new Output()
                .put("score", similarity.score())
                .put("reference", similarity.reference())
                .put("truncated", similarity.truncated())
                .put("model", similarity.model().name())
                .put("model_version", similarity.model().version())
                .json();
    }
}
