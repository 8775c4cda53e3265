package dev.assay.metrics.text.embedding;

import java.util.List;

/**
 * A model that maps texts to vectors whose angle tells how close they are in meaning. The port of this library: an implementation brings
 * the model, loads it when it is first used, and is thread-safe. A text's vector depends on the text alone: not on what else is in
 * the call, not on the number of threads, not on locale, time zone or default encoding.
 */
public interface TextEmbedding {

    /** Which model this is; known without loading it. */
    EmbeddingModel model();

    /**
     * Embeds texts.
     *
     * @param texts any text; one that is too long for the model is cut, and its embedding says so
     * @return one embedding for each text, in their order
     * @throws dev.assay.metrics.MetricException {@code UNDEFINED} when a text has nothing that the model could embed (it is empty, or
     *     has only blanks and control characters); {@code UNAVAILABLE} when the model cannot be loaded here
     */
    List<Embedding> embed(List<String> texts);
}
