package dev.assay.runner.model.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.type.v1.ToolCall;

/** Arguments of a tool call, which models write as text and sometimes get wrong: then they are wrong answers, not failed calls. */
final class ToolArguments {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ToolArguments() {}

    static void read(String text, ToolCall.Builder call) {
        try {
            JsonNode arguments = JSON.readTree(text.isBlank() ? "{}" : text);
            if (arguments.isObject()) {
                call.setArguments(Structs.toStruct(arguments));
                return;
            }
        } catch (JsonProcessingException e) {
            // Kept as it was written, below.
        }
        call.setInvalidArguments(text);
    }
}
