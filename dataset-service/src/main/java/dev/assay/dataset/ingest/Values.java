package dev.assay.dataset.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.math.BigDecimal;
import java.util.Locale;

/** JSON values of a row as what examples hold. Each method names the column in what it throws. */
final class Values {

    /** Deepest nesting that any reader of the contract takes, with room for the messages around it. */
    private static final int MAX_DEPTH = 24;

    private Values() {}

    /** What a node is, for messages. */
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case NUMBER -> "a number";
            case OBJECT -> "an object";
            case STRING -> "a text";
            case BINARY, MISSING, POJO -> "nothing";
        };
    }

    /** A text; numbers as they are written, booleans as {@code true} and {@code false}. */
    static String text(String column, JsonNode node) throws BadRowException {
        if (node.isTextual()) {
            return checked(column, node.textValue());
        }
        if (node.isNumber()) {
            return number(node);
        }
        if (node.isBoolean()) {
            return node.asText();
        }
        throw new BadRowException(column, "a text is needed, this is " + kind(node));
    }

    /** A short text that also names a slice: no zero character, at most {@code limit} characters. */
    static String name(String column, JsonNode node, int limit) throws BadRowException {
        return name(column, text(column, node), limit);
    }

    static String name(String column, String text, int limit) throws BadRowException {
        if (text.indexOf('\0') >= 0) {
            throw new BadRowException(column, "holds the character U+0000");
        }
        if (text.length() > limit) {
            throw new BadRowException(column, "longer than " + limit + " characters");
        }
        return text;
    }

    /** A finite number, also one that is written as a text. */
    static double number(String column, JsonNode node) throws BadRowException {
        try {
            double value = new BigDecimal(text(column, node).strip()).doubleValue();
            if (Double.isFinite(value)) {
                return value;
            }
            throw new BadRowException(column, "too large for a number");
        } catch (NumberFormatException e) {
            throw new BadRowException(column, "a number is needed, this is " + quoted(node));
        }
    }

    static Struct struct(String column, JsonNode node) throws BadRowException {
        return struct(column, node, 1);
    }

    /** Any JSON value. An integer that a double cannot hold is kept as a text rather than changed. */
    static Value value(String column, JsonNode node) throws BadRowException {
        return value(column, node, 1);
    }

    private static Struct struct(String column, JsonNode node, int depth) throws BadRowException {
        if (!node.isObject()) {
            throw new BadRowException(column, "an object is needed, this is " + kind(node));
        }
        Struct.Builder struct = Struct.newBuilder();
        for (var field : node.properties()) {
            struct.putFields(checked(column, field.getKey()), value(column, field.getValue(), depth + 1));
        }
        return struct.build();
    }

    private static Value value(String column, JsonNode node, int depth) throws BadRowException {
        if (depth > MAX_DEPTH) {
            throw new BadRowException(column, "nested deeper than " + MAX_DEPTH + " levels");
        }
        Value.Builder value = Value.newBuilder();
        switch (node.getNodeType()) {
            case NULL, BINARY, MISSING, POJO -> value.setNullValue(NullValue.NULL_VALUE);
            case BOOLEAN -> value.setBoolValue(node.booleanValue());
            case STRING -> value.setStringValue(checked(column, node.textValue()));
            case NUMBER -> {
                double number = node.doubleValue();
                boolean kept = Double.isFinite(number)
                        && (node.isInt()
                                || !node.isIntegralNumber()
                                || new BigDecimal(number).equals(node.decimalValue()));
                if (kept) {
                    value.setNumberValue(number);
                } else {
                    value.setStringValue(number(node));
                }
            }
            case OBJECT -> value.setStructValue(struct(column, node, depth));
            case ARRAY -> {
                ListValue.Builder list = ListValue.newBuilder();
                for (JsonNode element : node) {
                    list.addValues(value(column, element, depth + 1));
                }
                value.setListValue(list);
            }
        }
        return value.build();
    }

    private static String number(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.asText();
        }
        BigDecimal decimal = node.decimalValue();
        return decimal.scale() >= -20 && decimal.scale() <= 40 ? decimal.toPlainString() : decimal.toString();
    }

    /** Refuses halves of surrogate pairs, which no UTF-8 can hold. */
    static String checked(String column, String text) throws BadRowException {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new BadRowException(
                            column, String.format(Locale.ROOT, "holds half a character, \\u%04x", (int) unit));
                }
                i++;
            }
        }
        return text;
    }

    private static String quoted(JsonNode node) {
        String text = node.asText();
        return "\"" + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + "\"";
    }
}
