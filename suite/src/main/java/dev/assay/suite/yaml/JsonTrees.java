package dev.assay.suite.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.suite.yaml.YamlNode.Entry;
import dev.assay.suite.yaml.YamlNode.Mapping;
import dev.assay.suite.yaml.YamlNode.Scalar;
import dev.assay.suite.yaml.YamlNode.ScalarKind;
import dev.assay.suite.yaml.YamlNode.Sequence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Turns JSON trees into positioned trees without places, and positioned trees into JSON with numbers in one canonical form. */
public final class JsonTrees {

    private static final BigDecimal LARGEST_WHOLE = new BigDecimal("9007199254740991");

    private JsonTrees() {}

    /** The same tree; everything is {@link Position#NOWHERE nowhere}. */
    public static YamlNode toYaml(JsonNode json) {
        if (json.isObject()) {
            List<Entry> entries = new ArrayList<>();
            long weight = 1;
            for (var field : json.properties()) {
                YamlNode value = toYaml(field.getValue());
                weight += value.weight() + field.getKey().length();
                entries.add(new Entry(Position.NOWHERE, field.getKey(), value));
            }
            return new Mapping(Position.NOWHERE, entries, weight);
        }
        if (json.isArray()) {
            List<YamlNode> items = new ArrayList<>();
            long weight = 1;
            for (JsonNode item : json) {
                YamlNode value = toYaml(item);
                weight += value.weight();
                items.add(value);
            }
            return new Sequence(Position.NOWHERE, items, weight);
        }
        ScalarKind kind = json.isNumber()
                ? ScalarKind.NUMBER
                : json.isBoolean() ? ScalarKind.BOOLEAN : json.isNull() ? ScalarKind.NULL : ScalarKind.TEXT;
        return new Scalar(Position.NOWHERE, kind, json.asText());
    }

    /** The same tree as JSON; keys keep their order. */
    public static JsonNode toJson(YamlNode node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (node) {
            case Mapping mapping -> {
                ObjectNode object = json.objectNode();
                for (Entry entry : mapping.entries()) {
                    object.set(entry.key(), toJson(entry.value()));
                }
                yield object;
            }
            case Sequence sequence -> {
                ArrayNode array = json.arrayNode();
                for (YamlNode item : sequence.items()) {
                    array.add(toJson(item));
                }
                yield array;
            }
            case Scalar scalar ->
                switch (scalar.type()) {
                    case TEXT -> json.textNode(scalar.text());
                    case BOOLEAN -> json.booleanNode(scalar.text().equalsIgnoreCase("true"));
                    case NULL -> json.nullNode();
                    case NUMBER -> number(Double.parseDouble(scalar.text()));
                };
        };
    }

    /** A number in the one form that all equal numbers have: whole numbers without a point, others as the shortest that is read back. */
    public static JsonNode number(double value) {
        if (value == Math.rint(value) && Math.abs(value) <= LARGEST_WHOLE.doubleValue()) {
            return JsonNodeFactory.instance.numberNode((long) value);
        }
        return JsonNodeFactory.instance.numberNode(value);
    }
}
