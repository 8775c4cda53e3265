package dev.assay.metrics.structure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One argument of a call against its definition and its accepted values.
 *
 * @param parameter what the tool defines
 * @param value what the model gave
 * @param accepted array of accepted values
 */
record ToolArgument(ToolDefinition.Parameter parameter, JsonNode value, JsonNode accepted) {

    /** What is wrong with the argument; empty when it is right. */
    Optional<ToolValues.Fault> fault() {
        Optional<ToolValues.Fault> wrongType = typeFault();
        if (wrongType.isPresent()) {
            return wrongType;
        }
        if (!structured()) {
            return ToolValues.other(value, accepted);
        }
        return switch (parameter.type()) {
            case OBJECT -> ToolValues.object(value, accepted);
            case LIST ->
                parameter.elements().filter(type -> type == ToolType.OBJECT).isPresent()
                        ? ToolValues.objects(value, accepted)
                        : ToolValues.list(value, accepted);
            case STRING -> ToolValues.text(value, accepted);
            case INTEGER, FLOAT, BOOLEAN, NULL -> ToolValues.other(value, accepted);
        };
    }

    /** Whether a string, a list or an object is compared as such, and not as an opaque variable. */
    boolean structured() {
        return switch (parameter.type()) {
            case STRING, LIST, OBJECT -> !isVariable();
            case INTEGER, FLOAT, BOOLEAN, NULL -> false;
        };
    }

    /** Accepted values of another type than the definition's stand for a variable of the caller. */
    private boolean isVariable() {
        return typeOf(accepted).filter(type -> type != parameter.type()).isPresent() || !fitsDefinition();
    }

    private boolean fitsDefinition() {
        ToolType own = ToolType.of(value);
        return own == parameter.type() || (own == ToolType.INTEGER && parameter.type() == ToolType.FLOAT);
    }

    private Optional<ToolValues.Fault> typeFault() {
        if (fitsDefinition()) {
            return parameter.elements().flatMap(this::elementFault);
        }
        ToolType own = ToolType.of(value);
        if (typeOf(accepted).filter(type -> type == own).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                new ToolValues.Fault("type_error:simple", "expected " + parameter.type() + ", found " + own));
    }

    /** For some accepted list, every element has the defined type, or that of the list's elements. */
    private Optional<ToolValues.Fault> elementFault(ToolType elements) {
        for (JsonNode candidate : accepted) {
            boolean fits = true;
            if (candidate.isArray()) {
                Optional<ToolType> other = typeOf(candidate);
                for (JsonNode element : value) {
                    ToolType own = ToolType.of(element);
                    fits &= own == elements || other.filter(type -> type == own).isPresent();
                }
            }
            if (fits) {
                return Optional.empty();
            }
        }
        return Optional.of(new ToolValues.Fault(
                "type_error:nested", "expected elements of type " + elements + ", found " + ToolValues.shown(value)));
    }

    /** The type of the first accepted value that is not an omission. */
    private static Optional<ToolType> typeOf(JsonNode accepted) {
        for (JsonNode candidate : accepted) {
            if (!ToolValues.isOmission(candidate)) {
                return Optional.of(ToolType.of(candidate));
            }
        }
        return Optional.empty();
    }
}
