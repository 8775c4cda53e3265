package dev.assay.dataset.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.dataset.v1.ColumnMapping.TargetType;
import dev.assay.type.v1.Target;
import dev.assay.type.v1.TextList;
import dev.assay.type.v1.ToolCallList;
import java.util.Optional;

/** The expected answer of a row. */
final class Targets {

    private Targets() {}

    /** Empty when nothing is expected: null, but where any JSON value is. */
    static Optional<Target> target(String column, JsonNode node, TargetType type) throws BadRowException {
        if (node.isNull() && type != TargetType.JSON) {
            return Optional.empty();
        }
        return switch (type) {
            case TARGET_TYPE_UNSPECIFIED, UNRECOGNIZED -> Optional.of(byType(column, node));
            case TEXT -> Optional.of(text(column, node));
            case TEXTS -> Optional.of(texts(column, node));
            case JSON -> Optional.of(json(column, node));
            case LABEL ->
                Optional.of(Target.newBuilder()
                        .setLabel(Values.name(column, node, 200))
                        .build());
            case NUMBER ->
                Optional.of(Target.newBuilder()
                        .setNumber(Values.number(column, node))
                        .build());
            case TOOL_CALLS -> Optional.of(toolCalls(column, node));
        };
    }

    private static Target byType(String column, JsonNode node) throws BadRowException {
        if (node.isTextual() || node.isNumber()) {
            return text(column, node);
        }
        boolean texts = node.isArray() && !node.isEmpty();
        for (JsonNode element : node) {
            texts &= element.isTextual();
        }
        return texts ? texts(column, node) : json(column, node);
    }

    private static Target text(String column, JsonNode node) throws BadRowException {
        return Target.newBuilder().setText(Values.text(column, node)).build();
    }

    private static Target json(String column, JsonNode node) throws BadRowException {
        return Target.newBuilder().setJson(Values.value(column, node)).build();
    }

    private static Target texts(String column, JsonNode node) throws BadRowException {
        TextList.Builder texts = TextList.newBuilder();
        if (node.isArray()) {
            for (JsonNode text : node) {
                texts.addTexts(Values.text(column, text));
            }
        } else {
            texts.addTexts(Values.text(column, node));
        }
        if (texts.getTextsCount() == 0) {
            throw new BadRowException(column, "the list of accepted texts is empty");
        }
        return Target.newBuilder().setTexts(texts).build();
    }

    private static Target toolCalls(String column, JsonNode node) throws BadRowException {
        if (!node.isArray()) {
            throw new BadRowException(column, "a list of tool calls is needed, this is " + Values.kind(node));
        }
        ToolCallList.Builder calls = ToolCallList.newBuilder();
        for (JsonNode call : node) {
            calls.addToolCalls(ChatMessages.toolCall(column, call));
        }
        return Target.newBuilder().setToolCalls(calls).build();
    }
}
