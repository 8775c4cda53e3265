package dev.assay.metrics;

/**
 * Says that a metric cannot be computed: its inputs are malformed, it is undefined for them, or something that it needs is missing. The
 * message is one line for the person who sent the inputs and names the field; a metric never returns 0, 1 or NaN instead.
 */
public final class MetricException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why the metric has no value. */
    public enum Kind {
        /** The inputs or parameters break the metric's contract (missing field, wrong type, out of range). */
        INVALID,
        /** The inputs are well-formed, but the metric has no value for them (for example ROC-AUC of one class). */
        UNDEFINED,
        /** The inputs are fine, but something that the metric needs, such as an embedding model, is not there. */
        UNAVAILABLE
    }

    private final Kind kind;

    private MetricException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Inputs or parameters that break the contract; {@code field} is a path such as {@code inputs.references[2]}. */
    public static MetricException invalid(String field, String reason) {
        return new MetricException(Kind.INVALID, field + ": " + reason);
    }

    /** Well-formed inputs for which the metric is not defined. */
    public static MetricException undefined(String reason) {
        return new MetricException(Kind.UNDEFINED, reason);
    }

    /** Something that the metric needs is missing; {@code reason} says what, and what would help. */
    public static MetricException unavailable(String reason) {
        return new MetricException(Kind.UNAVAILABLE, reason);
    }

    public Kind kind() {
        return kind;
    }
}
