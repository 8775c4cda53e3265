package dev.assay.scoring.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

/**
 * JSON trees as protobuf's and back. A whole number that a double holds exactly comes back as an integer, others as floating-point; keys
 * come back sorted. Numbers that are not finite become the strings {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}.
 */
public final class Structs {

    private static final double LARGEST_WHOLE = 9_007_199_254_740_991.0;

    private Structs() {}

    /** An object as a struct. */
    public static Struct toStruct(JsonNode object) {
        Struct.Builder struct = Struct.newBuilder();
        object.properties().forEach(field -> struct.putFields(field.getKey(), toValue(field.getValue())));
        return struct.build();
    }

    /** Any JSON value. */
    public static Value toValue(JsonNode node) {
        Value.Builder value = Value.newBuilder();
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> value.setStructValue(toStruct(node)).build();
            case ARRAY -> {
                ListValue.Builder list = ListValue.newBuilder();
                node.forEach(element -> list.addValues(toValue(element)));
                yield value.setListValue(list).build();
            }
            case STRING, BINARY -> value.setStringValue(node.asText()).build();
            case BOOLEAN -> value.setBoolValue(node.booleanValue()).build();
            case NUMBER -> number(node.doubleValue());
            case NULL, MISSING -> value.setNullValue(NullValue.NULL_VALUE).build();
        };
    }

    private static Value number(double number) {
        return Double.isFinite(number)
                ? Value.newBuilder().setNumberValue(number).build()
                : Value.newBuilder().setStringValue(String.valueOf(number)).build();
    }

    /** A struct as an object with its keys sorted. */
    public static ObjectNode toJson(Struct struct) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        struct.getFieldsMap().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(field -> object.set(field.getKey(), toJson(field.getValue())));
        return object;
    }

    /** Any value. */
    public static JsonNode toJson(Value value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (value.getKindCase()) {
            case STRUCT_VALUE -> toJson(value.getStructValue());
            case LIST_VALUE -> {
                ArrayNode array = json.arrayNode();
                value.getListValue().getValuesList().forEach(element -> array.add(toJson(element)));
                yield array;
            }
            case STRING_VALUE -> json.textNode(value.getStringValue());
            case BOOL_VALUE -> json.booleanNode(value.getBoolValue());
            case NUMBER_VALUE -> toJson(value.getNumberValue());
            case NULL_VALUE, KIND_NOT_SET -> json.nullNode();
        };
    }

    private static JsonNode toJson(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) <= LARGEST_WHOLE;
        boolean negativeZero = number == 0 && 1 / number < 0;
        if (!whole || negativeZero) {
            return JsonNodeFactory.instance.numberNode(number);
        }
        return number == (int) number
                ? JsonNodeFactory.instance.numberNode((int) number)
                : JsonNodeFactory.instance.numberNode((long) number);
    }
}
