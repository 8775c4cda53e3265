package dev.assay.metrics.registry;

import dev.assay.metrics.registry.MetricDescriptor.Direction;
import dev.assay.metrics.registry.MetricDescriptor.Parameter;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the description of one metric, step by step, and joins it with its function. Not thread-safe. */
public final class MetricSpec {

    private final String name;
    private final String family;
    private final String description;
    private final List<String> needs = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private Direction direction = Direction.HIGHER_IS_BETTER;
    private Range range = Range.UNIT;
    private String source = "";
    private int version = 1;

    private MetricSpec(String family, String name, String description) {
        this.family = family;
        this.name = name;
        this.description = description;
    }

    /** Starts a metric: higher is better, range 0 to 1, version 1, until said otherwise. */
    public static MetricSpec of(String family, String name, String description) {
        return new MetricSpec(family, name, description);
    }

    public MetricSpec version(int value) {
        this.version = value;
        return this;
    }

    public MetricSpec needs(String... fields) {
        needs.addAll(List.of(fields));
        return this;
    }

    /** A setting with a default, given as JSON text. */
    public MetricSpec param(String parameter, String type, String defaultJson, String meaning) {
        parameters.add(new Parameter(parameter, type, Optional.of(defaultJson), meaning));
        return this;
    }

    /** A setting that has no default. */
    public MetricSpec required(String parameter, String type, String meaning) {
        parameters.add(new Parameter(parameter, type, Optional.empty(), meaning));
        return this;
    }

    public MetricSpec lowerIsBetter() {
        this.direction = Direction.LOWER_IS_BETTER;
        return this;
    }

    public MetricSpec neutral() {
        this.direction = Direction.NEUTRAL;
        return this;
    }

    public MetricSpec range(Range value) {
        this.range = value;
        return this;
    }

    public MetricSpec source(String value) {
        this.source = value;
        return this;
    }

    public MetricRegistry.Entry by(MetricFunction function) {
        return new MetricRegistry.Entry(
                new MetricDescriptor(name, version, description, family, needs, parameters, direction, range, source),
                function);
    }
}
