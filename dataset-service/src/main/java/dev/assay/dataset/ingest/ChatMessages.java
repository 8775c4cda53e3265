package dev.assay.dataset.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import dev.assay.type.v1.Image;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.ToolCall;
import dev.assay.type.v1.ToolResult;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Conversations as chat APIs write them: a list of {@code {role, content}}, with parts, images, tool calls and their results. */
final class ChatMessages {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ChatMessages() {}

    static List<Message> messages(String column, JsonNode list) throws BadRowException {
        List<Message> messages = new ArrayList<>();
        for (JsonNode element : list) {
            messages.add(message(column + "[" + messages.size() + "]", element));
        }
        if (messages.isEmpty()) {
            throw new BadRowException(column, "a conversation without messages");
        }
        return messages;
    }

    /** {@code {"name": …, "arguments": {…}}}, also inside {@code function} and with the arguments as a JSON text. */
    static ToolCall toolCall(String column, JsonNode node) throws BadRowException {
        JsonNode function = node.path("function").isObject() ? node.get("function") : node;
        JsonNode name = function.path("name");
        if (!name.isTextual() || name.textValue().isEmpty()) {
            throw new BadRowException(column, "a tool call without a name");
        }
        ToolCall.Builder call = ToolCall.newBuilder().setName(Values.name(column, name, 200));
        if (node.path("id").isTextual()) {
            call.setId(Values.text(column, node.get("id")));
        }
        JsonNode arguments = function.path("arguments");
        if (arguments.isTextual()) {
            try {
                arguments = JSON.readTree(arguments.textValue());
            } catch (JsonProcessingException e) {
                throw new BadRowException(column, "the arguments of the tool call are not JSON");
            }
        }
        if (!arguments.isMissingNode() && !arguments.isNull()) {
            call.setArguments(Values.struct(column, arguments));
        }
        return call.build();
    }

    private static Message message(String column, JsonNode node) throws BadRowException {
        Message.Role role = role(column, node.path("role").asText());
        Message.Builder message = Message.newBuilder().setRole(role);
        JsonNode content = node.path("content");
        if (role == Message.Role.TOOL) {
            message.addParts(Part.newBuilder()
                    .setToolResult(ToolResult.newBuilder()
                            .setToolCallId(Values.checked(
                                    column, node.path("tool_call_id").asText()))
                            .setText(Values.text(column, content))));
            return message.build();
        }
        if (content.isArray()) {
            for (JsonNode part : content) {
                message.addParts(part(column, part));
            }
        } else if (!content.isNull() && !content.isMissingNode()) {
            message.addParts(Part.newBuilder().setText(Values.text(column, content)));
        }
        for (JsonNode call : node.path("tool_calls")) {
            message.addParts(Part.newBuilder().setToolCall(toolCall(column, call)));
        }
        if (message.getPartsCount() == 0) {
            throw new BadRowException(column, "a message without content");
        }
        return message.build();
    }

    private static Message.Role role(String column, String role) throws BadRowException {
        return switch (role.toLowerCase(Locale.ROOT)) {
            case "system", "developer" -> Message.Role.SYSTEM;
            case "user" -> Message.Role.USER;
            case "assistant" -> Message.Role.ASSISTANT;
            case "tool" -> Message.Role.TOOL;
            default ->
                throw new BadRowException(
                        column,
                        role.isEmpty()
                                ? "a message needs a role"
                                : "the role must be one of system, developer, user, assistant, tool");
        };
    }

    private static Part part(String column, JsonNode node) throws BadRowException {
        switch (node.path("type").asText()) {
            case "text" -> {
                return Part.newBuilder()
                        .setText(Values.text(column, node.path("text")))
                        .build();
            }
            case "image_url" -> {
                JsonNode url = node.path("image_url");
                String address = url.isObject() ? url.path("url").asText() : url.asText();
                return Part.newBuilder().setImage(image(column, address)).build();
            }
            default -> throw new BadRowException(column, "the type of a part must be text or image_url");
        }
    }

    private static Image image(String column, String address) throws BadRowException {
        if (address.startsWith("https://")) {
            return Image.newBuilder().setUri(Values.checked(column, address)).build();
        }
        int comma = address.indexOf(";base64,");
        if (!address.startsWith("data:") || comma < 0) {
            throw new BadRowException(column, "an image needs an https address or base64 data");
        }
        try {
            return Image.newBuilder()
                    .setMediaType(address.substring("data:".length(), comma))
                    .setData(ByteString.copyFrom(
                            Base64.getDecoder().decode(address.substring(comma + ";base64,".length()))))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new BadRowException(column, "the data of the image are not base64");
        }
    }
}
