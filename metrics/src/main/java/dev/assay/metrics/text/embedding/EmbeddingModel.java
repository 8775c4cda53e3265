package dev.assay.metrics.text.embedding;

/**
 * Which model made an embedding; a score is comparable only with scores of the same name and version.
 *
 * @param name as its authors call it
 * @param version of the weights and their arithmetic; changes whenever a vector could change by more than rounding
 * @param dimension length of its vectors, ≥ 1
 */
public record EmbeddingModel(String name, String version, int dimension) {

    public EmbeddingModel {
        if (dimension < 1) {
            throw new IllegalArgumentException("dimension: expected at least 1, found " + dimension);
        }
    }

    @Override
    public String toString() {
        return name + " (" + version + ")";
    }
}
