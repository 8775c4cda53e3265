package dev.assay.runner.prompt;

import com.google.protobuf.Value;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** How a variable's value reads in a text: strings as they are, all else as JSON with sorted keys. */
final class Values {

    private Values() {}

    static String text(Value value) {
        return value.hasStringValue() ? value.getStringValue() : json(value);
    }

    private static String json(Value value) {
        return switch (value.getKindCase()) {
            case STRING_VALUE -> quote(value.getStringValue());
            case NUMBER_VALUE -> number(value.getNumberValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            case NULL_VALUE, KIND_NOT_SET -> "null";
            case LIST_VALUE -> {
                StringBuilder json = new StringBuilder("[");
                for (Value element : value.getListValue().getValuesList()) {
                    json.append(json.length() == 1 ? "" : ", ").append(json(element));
                }
                yield json.append(']').toString();
            }
            case STRUCT_VALUE -> {
                StringBuilder json = new StringBuilder("{");
                for (Map.Entry<String, Value> field :
                        new TreeMap<>(value.getStructValue().getFieldsMap()).entrySet()) {
                    json.append(json.length() == 1 ? "" : ", ")
                            .append(quote(field.getKey()))
                            .append(": ")
                            .append(json(field.getValue()));
                }
                yield json.append('}').toString();
            }
        };
    }

    private static String number(double number) {
        return Double.isFinite(number)
                ? new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString()
                : "null";
    }

    private static String quote(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"').toString();
    }
}
