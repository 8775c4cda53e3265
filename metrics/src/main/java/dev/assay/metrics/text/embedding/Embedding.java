package dev.assay.metrics.text.embedding;

import java.util.Arrays;

/** A text's vector, of Euclidean length 1. Immutable. */
public final class Embedding {

    private static final double TOLERANCE = 1e-3;

    private final float[] vector;
    private final boolean truncated;

    /**
     * Wraps a copy of the vector.
     *
     * @param vector of length 1 within 0.001
     * @param truncated whether the text was longer than the model reads, so that its end had no say
     */
    public Embedding(float[] vector, boolean truncated) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        if (!(Math.abs(Math.sqrt(squares) - 1) <= TOLERANCE)) {
            throw new IllegalArgumentException("vector: expected length 1, found " + Math.sqrt(squares));
        }
        this.vector = vector.clone();
        this.truncated = truncated;
    }

    /** A copy of the components. */
    public float[] vector() {
        return vector.clone();
    }

    public boolean truncated() {
        return truncated;
    }

    /** The cosine of the angle to another vector of the same model, in [−1, 1]. */
    public double similarity(Embedding other) {
        return CosineSimilarity.of(vector, other.vector);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding that && truncated == that.truncated && Arrays.equals(vector, that.vector);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(vector) + Boolean.hashCode(truncated);
    }

    @Override
    public String toString() {
        return "Embedding[" + vector.length + " components" + (truncated ? ", truncated]" : "]");
    }
}
