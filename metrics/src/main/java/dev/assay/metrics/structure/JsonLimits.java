package dev.assay.metrics.structure;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;

/** Bounds on a JSON value, so that nothing recursive overflows its stack and no exact decimal grows without end. */
final class JsonLimits {

    private JsonLimits() {}

    /** Why the value is beyond the limits of {@link JsonText}; empty when it is within. */
    static Optional<String> excess(JsonNode value) {
        if (!value.isContainerNode()) {
            return leaf(value);
        }
        ArrayDeque<Iterator<JsonNode>> open = new ArrayDeque<>();
        open.push(value.elements());
        while (!open.isEmpty()) {
            Iterator<JsonNode> elements = open.peek();
            if (!elements.hasNext()) {
                open.pop();
                continue;
            }
            JsonNode element = elements.next();
            if (element.isContainerNode()) {
                if (open.size() >= JsonText.MAXIMUM_DEPTH) {
                    return Optional.of(
                            "more than " + JsonText.MAXIMUM_DEPTH + " arrays and objects are nested in one another");
                }
                open.push(element.elements());
            } else {
                Optional<String> excess = leaf(element);
                if (excess.isPresent()) {
                    return excess;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> leaf(JsonNode value) {
        if (value.isBigDecimal()) {
            BigDecimal number = value.decimalValue();
            long magnitude = (long) number.precision() - number.scale();
            if (Math.abs(magnitude) > JsonText.MAXIMUM_EXPONENT
                    || Math.abs((long) number.scale()) > JsonText.MAXIMUM_EXPONENT + JsonText.MAXIMUM_DIGITS) {
                return Optional.of("a number is outside 10^±" + JsonText.MAXIMUM_EXPONENT);
            }
        }
        return value.isFloatingPointNumber() && !value.isBigDecimal() && !Double.isFinite(value.doubleValue())
                ? Optional.of("a number is infinite, or larger than double precision holds")
                : Optional.empty();
    }
}
