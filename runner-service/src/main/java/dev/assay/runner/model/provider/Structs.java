package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.Map;
import java.util.TreeMap;

/** JSON trees to and from {@code google.protobuf.Struct}. Whole numbers stay whole as far as a double can hold them. */
final class Structs {

    private static final double WHOLE_BELOW = 9.007199254740992E15;
    private static final int MOST_LEVELS = 24;

    private Structs() {}

    /** Keys are sorted: a Struct keeps no order, and equal requests shall be equal to the byte. */
    static ObjectNode toJson(Struct struct) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, Value> field : new TreeMap<>(struct.getFieldsMap()).entrySet()) {
            object.set(field.getKey(), toJson(field.getValue()));
        }
        return object;
    }

    static JsonNode toJson(Value value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (value.getKindCase()) {
            case STRING_VALUE -> json.textNode(value.getStringValue());
            case NUMBER_VALUE -> {
                double number = value.getNumberValue();
                yield number == Math.rint(number) && Math.abs(number) < WHOLE_BELOW
                        ? json.numberNode((long) number)
                        : json.numberNode(number);
            }
            case BOOL_VALUE -> json.booleanNode(value.getBoolValue());
            case LIST_VALUE -> {
                ArrayNode array = json.arrayNode();
                value.getListValue().getValuesList().forEach(element -> array.add(toJson(element)));
                yield array;
            }
            case STRUCT_VALUE -> toJson(value.getStructValue());
            case NULL_VALUE, KIND_NOT_SET -> json.nullNode();
        };
    }

    /** The target with a patch laid over it, as RFC 7396 says: null takes a member away, objects are merged, and all else is put in its place. */
    static Struct patched(Struct target, Struct patch) {
        Struct.Builder patched = target.toBuilder();
        patch.getFieldsMap().forEach((name, value) -> {
            if (value.hasNullValue()) {
                patched.removeFields(name);
            } else if (value.hasStructValue()) {
                Struct before = patched.getFieldsOrDefault(name, Value.getDefaultInstance())
                        .getStructValue();
                patched.putFields(
                        name,
                        Value.newBuilder()
                                .setStructValue(patched(before, value.getStructValue()))
                                .build());
            } else {
                patched.putFields(name, value);
            }
        });
        return patched.build();
    }

    /**
     * Whether a Struct can hold an object so that others can read it: readers of Protocol Buffers take 100 levels of messages, of which each
     * level here needs up to three, and no number that is infinite.
     */
    static boolean holds(JsonNode object) {
        return holds(object, MOST_LEVELS);
    }

    private static boolean holds(JsonNode node, int levels) {
        if (node.isNumber()) {
            return Double.isFinite(node.doubleValue());
        }
        if (node.isContainerNode() && levels == 0) {
            return false;
        }
        for (JsonNode each : node) {
            if (!holds(each, levels - 1)) {
                return false;
            }
        }
        return true;
    }

    static Struct toStruct(JsonNode object) {
        Struct.Builder struct = Struct.newBuilder();
        object.properties()
                .forEach(field -> struct.putFields(Texts.wellFormed(field.getKey()), toValue(field.getValue())));
        return struct.build();
    }

    private static Value toValue(JsonNode node) {
        Value.Builder value = Value.newBuilder();
        if (node.isTextual()) {
            value.setStringValue(Texts.wellFormed(node.textValue()));
        } else if (node.isNumber()) {
            value.setNumberValue(node.doubleValue());
        } else if (node.isBoolean()) {
            value.setBoolValue(node.booleanValue());
        } else if (node.isArray()) {
            ListValue.Builder list = ListValue.newBuilder();
            node.forEach(element -> list.addValues(toValue(element)));
            value.setListValue(list);
        } else if (node.isObject()) {
            value.setStructValue(toStruct(node));
        } else {
            value.setNullValue(NullValue.NULL_VALUE);
        }
        return value.build();
    }
}
