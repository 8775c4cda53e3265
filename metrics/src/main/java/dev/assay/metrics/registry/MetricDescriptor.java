package dev.assay.metrics.registry;

import java.util.List;
import java.util.Optional;

/**
 * What a metric is, for people and programs that choose one.
 *
 * @param name stable name, lower_snake_case
 * @param version raised whenever a value could change for the same inputs
 * @param description one line
 * @param family group for listings, for example {@code text} or {@code statistics}
 * @param needs what must be there: names of input fields such as {@code reference}, {@code label}, {@code logprobs}
 * @param parameters settings with types and defaults
 * @param direction which way is better
 * @param range lower and upper bound of the main value; an infinite bound is open
 * @param source paper, standard or reference implementation of the definition
 */
public record MetricDescriptor(
        String name,
        int version,
        String description,
        String family,
        List<String> needs,
        List<Parameter> parameters,
        Direction direction,
        Range range,
        String source) {

    public MetricDescriptor {
        needs = List.copyOf(needs);
        parameters = List.copyOf(parameters);
    }

    /** Which way is better. */
    public enum Direction {
        HIGHER_IS_BETTER,
        LOWER_IS_BETTER,
        /** A description, a test or a distance without a better side. */
        NEUTRAL
    }

    /** Bounds of the main value, both inclusive; infinite where open. */
    public record Range(double lower, double upper) {
        public static final Range UNIT = new Range(0, 1);
        public static final Range PERCENT = new Range(0, 100);
        public static final Range NON_NEGATIVE = new Range(0, Double.POSITIVE_INFINITY);
        public static final Range REAL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /**
     * One setting.
     *
     * @param type {@code string}, {@code boolean}, {@code integer}, {@code number}, {@code array}, {@code object}, or {@code enum(a|b|c)}
     * @param defaultValue as JSON text; empty when the parameter is required
     */
    public record Parameter(String name, String type, Optional<String> defaultValue, String description) {}
}
