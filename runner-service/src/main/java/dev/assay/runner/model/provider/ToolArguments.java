package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.type.v1.ToolCall;

/** Arguments of a tool call, which models write as text and sometimes get wrong: then they are wrong answers, not failed calls. */
final class ToolArguments {

    private ToolArguments() {}

    /** Takes arguments as a protocol has them: as a text, or as JSON that a server has read already. None at all are an empty object. */
    static void read(JsonNode given, ToolCall.Builder call) {
        if (given.isTextual()) {
            read(given.textValue(), call);
        } else {
            take(given.isMissingNode() || given.isNull() ? Bodies.object() : given, given.toString(), call);
        }
    }

    private static void read(String text, ToolCall.Builder call) {
        try {
            take(text.isBlank() ? Bodies.object() : Bodies.json(text), text, call);
        } catch (MalformedAnswerException e) {
            call.setInvalidArguments(text);
        }
    }

    private static void take(JsonNode arguments, String written, ToolCall.Builder call) {
        if (arguments.isObject() && Structs.holds(arguments)) {
            call.setArguments(Structs.toStruct(arguments));
        } else {
            call.setInvalidArguments(written);
        }
    }
}
