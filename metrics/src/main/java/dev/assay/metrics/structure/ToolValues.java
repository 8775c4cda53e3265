package dev.assay.metrics.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.assay.metrics.text.token.LowerCase;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** Compares argument values with accepted ones by the rules of the Berkeley leaderboard; a difference comes as words. */
final class ToolValues {

    private ToolValues() {}

    /** What is wrong with a value. */
    record Fault(String errorType, String reason) {}

    /** Whether an accepted value says that the argument may be left out. */
    static boolean isOmission(JsonNode accepted) {
        return accepted.isTextual() && accepted.textValue().isEmpty();
    }

    /** A string without case, spaces and {@code ,./-_*^}, with ' as ". */
    static String standard(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (" ,./-_*^".indexOf(c) < 0) {
                out.append(c);
            }
        }
        return LowerCase.of(out.toString()).replace('\'', '"');
    }

    static Optional<Fault> text(JsonNode value, JsonNode accepted) {
        String own = standard(value.textValue());
        for (JsonNode candidate : accepted) {
            if (candidate.isTextual() && standard(candidate.textValue()).equals(own)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Fault("value_error:string", shown(value) + " is not one of " + shown(accepted)));
    }

    /** A list must equal an accepted list, element by element; strings in it are standardised. */
    static Optional<Fault> list(JsonNode value, JsonNode accepted) {
        for (JsonNode candidate : accepted) {
            if (candidate.size() == value.size() && elementsEqual(value, candidate)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Fault("value_error:list/tuple", shown(value) + " is not one of " + shown(accepted)));
    }

    private static boolean elementsEqual(JsonNode value, JsonNode candidate) {
        for (int i = 0; i < value.size(); i++) {
            if (!looselyEqual(value.get(i), candidate.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** An object must fit an accepted object, whose fields are arrays of accepted values. */
    static Optional<Fault> object(JsonNode value, JsonNode accepted) {
        Optional<Fault> fault = Optional.of(new Fault("dict_checker:unclear", "no object is accepted"));
        for (JsonNode candidate : accepted) {
            if (!isOmission(candidate)) {
                fault = fits(value, candidate);
                if (fault.isEmpty()) {
                    return fault;
                }
            }
        }
        return fault;
    }

    private static Optional<Fault> fits(JsonNode value, JsonNode candidate) {
        // What is missing is blamed before what is wrong, as the leaderboard does it.
        for (Map.Entry<String, JsonNode> field : candidate.properties()) {
            if (!value.has(field.getKey()) && !mayOmit(field.getValue())) {
                return Optional.of(
                        new Fault("value_error:dict_key", "the field \"" + field.getKey() + "\" is missing"));
            }
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode accepted = candidate.get(field.getKey());
            if (accepted == null) {
                return Optional.of(
                        new Fault("value_error:dict_key", "the field \"" + field.getKey() + "\" is not expected"));
            }
            if (!contains(accepted, field.getValue())) {
                return Optional.of(new Fault(
                        "value_error:dict_value",
                        "the field \"" + field.getKey() + "\": " + shown(field.getValue()) + " is not one of "
                                + shown(accepted)));
            }
        }
        return Optional.empty();
    }

    /** The leaderboard's data have a bare text in a few places where a list of accepted values should be; such a field is optional. */
    private static boolean mayOmit(JsonNode accepted) {
        if (accepted.isTextual()) {
            return true;
        }
        for (JsonNode alternative : accepted) {
            if (isOmission(alternative)) {
                return true;
            }
        }
        return false;
    }

    /** Of a bare text each character is an accepted value. */
    private static boolean contains(JsonNode accepted, JsonNode value) {
        if (accepted.isTextual()) {
            return accepted.textValue()
                    .codePoints()
                    .anyMatch(c -> looselyEqual(value, TextNode.valueOf(Character.toString(c))));
        }
        for (JsonNode alternative : accepted) {
            if (looselyEqual(value, alternative)) {
                return true;
            }
        }
        return false;
    }

    /** A list of objects must fit an accepted list, object by object. */
    static Optional<Fault> objects(JsonNode value, JsonNode accepted) {
        Optional<Fault> fault = Optional.of(new Fault("list_dict_checker:unclear", "no list is accepted"));
        for (JsonNode candidate : accepted) {
            if (candidate.size() != value.size()) {
                fault = Optional.of(new Fault(
                        "value_error:list_dict_count",
                        "has " + value.size() + " objects, expected " + candidate.size()));
                continue;
            }
            fault = Optional.empty();
            for (int i = 0; i < value.size() && fault.isEmpty(); i++) {
                int index = i;
                fault = fits(value.get(i), candidate.get(i))
                        .map(inner -> new Fault(inner.errorType(), "[" + index + "]: " + inner.reason()));
            }
            if (fault.isEmpty()) {
                return fault;
            }
        }
        return fault;
    }

    /** Any other value must equal an accepted one; numbers by value. */
    static Optional<Fault> other(JsonNode value, JsonNode accepted) {
        for (JsonNode candidate : accepted) {
            if (strictlyEqual(value, candidate)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Fault("value_error:others", shown(value) + " is not one of " + shown(accepted)));
    }

    private static boolean looselyEqual(JsonNode a, JsonNode b) {
        return a.isTextual() && b.isTextual()
                ? standard(a.textValue()).equals(standard(b.textValue()))
                : strictlyEqual(a, b);
    }

    private static boolean strictlyEqual(JsonNode a, JsonNode b) {
        if (isNumeric(a) && isNumeric(b)) {
            return numbersEqual(a, b);
        }
        if (a.isArray() && b.isArray()) {
            if (a.size() != b.size()) {
                return false;
            }
            for (int i = 0; i < a.size(); i++) {
                if (!strictlyEqual(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (a.isObject() && b.isObject()) {
            if (a.size() != b.size()) {
                return false;
            }
            for (Iterator<Map.Entry<String, JsonNode>> it = a.fields(); it.hasNext(); ) {
                Map.Entry<String, JsonNode> field = it.next();
                JsonNode other = b.get(field.getKey());
                if (other == null || !strictlyEqual(field.getValue(), other)) {
                    return false;
                }
            }
            return true;
        }
        return a.equals(b);
    }

    /** In Python, whose comparison this is, true is 1 and false is 0. */
    private static boolean isNumeric(JsonNode value) {
        return value.isNumber() || value.isBoolean();
    }

    /** Whole numbers are compared exactly, fractions as double precision has them. */
    private static boolean numbersEqual(JsonNode a, JsonNode b) {
        boolean wholeA = a.isBoolean() || a.isIntegralNumber();
        boolean wholeB = b.isBoolean() || b.isIntegralNumber();
        if (!wholeA && !wholeB) {
            return a.doubleValue() == b.doubleValue();
        }
        return exact(a, wholeA).equals(exact(b, wholeB));
    }

    private static Optional<BigDecimal> exact(JsonNode value, boolean whole) {
        if (value.isBoolean()) {
            return Optional.of(value.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO);
        }
        if (whole) {
            return Optional.of(plain(new BigDecimal(value.bigIntegerValue())));
        }
        return Double.isFinite(value.doubleValue())
                ? Optional.of(plain(new BigDecimal(value.doubleValue())))
                : Optional.empty();
    }

    private static BigDecimal plain(BigDecimal value) {
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= 200 ? text : text.substring(0, text.offsetByCodePoints(0, 150)) + "…";
    }
}
