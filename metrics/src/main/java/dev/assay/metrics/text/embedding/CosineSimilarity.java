package dev.assay.metrics.text.embedding;

import dev.assay.metrics.MetricException;

/** The cosine of the angle between two vectors: Σ aᵢbᵢ / √(Σ aᵢ² · Σ bᵢ²), in [−1, 1]; exactly 1 for equal vectors. */
public final class CosineSimilarity {

    private CosineSimilarity() {}

    /**
     * The cosine of two vectors of any length above 0.
     *
     * @throws MetricException when they have different numbers of components or none, or a component is not finite; undefined when one
     *     of them is zero
     */
    public static double of(double[] a, double[] b) {
        check(a.length, b.length);
        double scaleA = largest("a", a);
        double scaleB = largest("b", b);
        double product = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            // Scaled, so that no square overflows or vanishes.
            double x = a[i] / scaleA;
            double y = b[i] / scaleB;
            product += x * y;
            squaresA += x * x;
            squaresB += y * y;
        }
        return bounded(product / Math.sqrt(squaresA * squaresB));
    }

    static double of(float[] a, float[] b) {
        check(a.length, b.length);
        double product = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squaresA += (double) a[i] * a[i];
            squaresB += (double) b[i] * b[i];
        }
        return bounded(product / Math.sqrt(squaresA * squaresB));
    }

    private static void check(int a, int b) {
        if (a != b) {
            throw MetricException.invalid("b", "has " + b + " components where a has " + a);
        }
        if (a == 0) {
            throw MetricException.undefined("the vectors have no components");
        }
    }

    private static double largest(String name, double[] vector) {
        double largest = 0;
        for (int i = 0; i < vector.length; i++) {
            if (!Double.isFinite(vector[i])) {
                throw MetricException.invalid(name + "[" + i + "]", "expected a finite number, found " + vector[i]);
            }
            largest = Math.max(largest, Math.abs(vector[i]));
        }
        if (largest == 0) {
            throw MetricException.undefined(name + " is the zero vector, which has no direction");
        }
        return largest;
    }

    private static double bounded(double cosine) {
        return Math.clamp(cosine, -1.0, 1.0);
    }
}
