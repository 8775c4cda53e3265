package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Struct;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object with places. Values are put in as values, and texts into texts: no part of the JSON is ever made by joining texts, so nothing in
 * a prompt can change the form of a request.
 */
final class JsonTemplate {

    private static final Pattern PLACE = Pattern.compile("\\{\\{([^{}]*)}}");

    private final ObjectNode template;
    private final Set<TemplatePlace> places = EnumSet.noneOf(TemplatePlace.class);

    /** @throws InvalidException when a place is not one, naming where */
    JsonTemplate(Struct body) throws InvalidException {
        this.template = Structs.toJson(body);
        check(template, "");
    }

    /** What is wrong with a template. */
    static final class InvalidException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String where;

        InvalidException(String where, String message) {
            super(message);
            this.where = where;
        }

        /** The member at fault, such as {@code .options.stop[0]}; empty for the whole. */
        String where() {
            return where;
        }
    }

    /** The places that it has. */
    Set<TemplatePlace> places() {
        return Set.copyOf(places);
    }

    /** The object with values in all places; members and elements whose place has none are left out. */
    ObjectNode fill(Function<TemplatePlace, @Nullable JsonNode> values) {
        return (ObjectNode) filled(template, values);
    }

    private static JsonNode filled(JsonNode node, Function<TemplatePlace, @Nullable JsonNode> values) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> {
                JsonNode value = value(field.getValue(), values);
                if (value != null) {
                    copy.set(field.getKey(), value);
                }
            });
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> {
                JsonNode value = value(element, values);
                if (value != null) {
                    copy.add(value);
                }
            });
            return copy;
        }
        return node;
    }

    private static @Nullable JsonNode value(JsonNode node, Function<TemplatePlace, @Nullable JsonNode> values) {
        if (!node.isTextual()) {
            return filled(node, values);
        }
        String text = node.textValue();
        Matcher matcher = PLACE.matcher(text);
        if (matcher.matches()) {
            return values.apply(place(matcher));
        }
        return JsonNodeFactory.instance.textNode(PLACE.matcher(text).replaceAll(found -> {
            JsonNode value = values.apply(place(found));
            return Matcher.quoteReplacement(
                    value == null ? "" : value.isTextual() ? value.textValue() : value.toString());
        }));
    }

    private static TemplatePlace place(MatchResult found) {
        return TemplatePlace.named(found.group(1).strip()).orElseThrow();
    }

    private void check(JsonNode node, String where) throws InvalidException {
        if (node.isTextual()) {
            checkText(node.textValue(), where);
        }
        for (var field : node.properties()) {
            String member = where + "." + field.getKey();
            if (field.getKey().contains("{{")) {
                throw new InvalidException(where, "a place cannot be the name of a member");
            }
            check(field.getValue(), member);
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                check(node.get(i), where + "[" + i + "]");
            }
        }
    }

    private void checkText(String text, String where) throws InvalidException {
        Matcher matcher = PLACE.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1).strip();
            TemplatePlace place = TemplatePlace.named(name)
                    .orElseThrow(() -> new InvalidException(where, "there is no place {{" + Lines.one(name) + "}}"));
            places.add(place);
        }
        if (PLACE.matcher(text).replaceAll("").contains("{{")) {
            throw new InvalidException(where, "has {{ without a place and }}");
        }
    }
}
