package dev.assay.metrics.text.embedding;

import dev.assay.metrics.MetricException;
import java.util.ArrayList;
import java.util.List;

/**
 * How close a text is in meaning to the closest of its references: the cosine of their embeddings, as in Reimers and Gurevych 2019
 * (Sentence-BERT). Unrelated texts are near 0, not at −1; what counts as close depends on the model. It does not see truth: "the bridge is
 * open" and "the bridge is not open" are close.
 *
 * @param score in [−1, 1]; 1 for texts that the model cannot tell apart
 * @param reference index of the closest reference, the first of equals
 * @param truncated whether the text or that reference was longer than the model reads
 * @param model which model it was
 */
public record EmbeddingSimilarity(double score, int reference, boolean truncated, EmbeddingModel model) {

    /**
     * Compares a text with its references.
     *
     * @param references at least one
     * @throws MetricException undefined when the text or a reference has nothing to embed; unavailable when the model cannot be loaded
     */
    public static EmbeddingSimilarity of(TextEmbedding embedding, String text, List<String> references) {
        if (references.isEmpty()) {
            throw MetricException.invalid("references", "at least one is required");
        }
        List<String> texts = new ArrayList<>(references.size() + 1);
        texts.add(text);
        texts.addAll(references);
        List<Embedding> embeddings = embedding.embed(texts);
        Embedding own = embeddings.getFirst();
        int closest = 0;
        double score = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < references.size(); i++) {
            double similarity = own.similarity(embeddings.get(i + 1));
            if (similarity > score) {
                score = similarity;
                closest = i;
            }
        }
        boolean truncated = own.truncated() || embeddings.get(closest + 1).truncated();
        return new EmbeddingSimilarity(score, closest, truncated, embedding.model());
    }
}
