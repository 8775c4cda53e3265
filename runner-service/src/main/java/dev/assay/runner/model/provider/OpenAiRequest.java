package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.type.v1.Image;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.Tool;
import dev.assay.type.v1.ToolCall;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** The body of a request in the OpenAI chat completions protocol. */
final class OpenAiRequest {

    private OpenAiRequest() {}

    /**
     * The body, JSON in UTF-8.
     *
     * @param maxTokensField what the server calls the limit of the answer: {@code max_tokens}, or {@code max_completion_tokens}
     */
    static byte[] body(String modelId, ChatRequest request, String maxTokensField) {
        ObjectNode body = Bodies.object();
        body.put("model", modelId);
        body.set("messages", messages(request.messages()));
        GenerationParameters generation = request.generation();
        sampling(request, maxTokensField, body);
        if (generation.getToolsCount() > 0) {
            body.set("tools", tools(generation.getToolsList()));
        }
        if (generation.hasResponseSchema()) {
            ObjectNode schema = Bodies.object();
            schema.put("name", "answer");
            schema.put("strict", true);
            schema.set("schema", Structs.toJson(generation.getResponseSchema()));
            body.putObject("response_format").put("type", "json_schema").set("json_schema", schema);
        }
        if (generation.getLogprobs()) {
            body.put("logprobs", true);
        }
        streaming(generation, body);
        return Bodies.bytes(body);
    }

    /** Puts what sampling is to be like into the body of a request; what is not asked for is left to the server. */
    static void sampling(ChatRequest request, String maxTokensField, ObjectNode body) {
        GenerationParameters generation = request.generation();
        if (generation.hasTemperature()) {
            body.put("temperature", generation.getTemperature());
        }
        if (generation.hasTopP()) {
            body.put("top_p", generation.getTopP());
        }
        if (generation.hasSeed()) {
            body.put("seed", generation.getSeed() + request.sampleIndex());
        }
        if (generation.hasMaxTokens()) {
            body.put(maxTokensField, generation.getMaxTokens());
        }
        if (generation.getStopCount() > 0) {
            ArrayNode stop = body.putArray("stop");
            generation.getStopList().forEach(stop::add);
        }
    }

    /** Asks for a stream that also tells the usage, where the answer is to be streamed. */
    static void streaming(GenerationParameters generation, ObjectNode body) {
        if (generation.getStream()) {
            body.put("stream", true);
            body.putObject("stream_options").put("include_usage", true);
        }
    }

    /** A conversation in the form of this protocol. */
    static ArrayNode messages(List<Message> conversation) {
        ArrayNode messages = Bodies.object().arrayNode();
        conversation.forEach(message -> add(message, messages));
        return messages;
    }

    /** Functions in the form of this protocol. */
    static ArrayNode tools(List<Tool> functions) {
        ArrayNode tools = Bodies.object().arrayNode();
        functions.forEach(function -> tools.add(tool(function)));
        return tools;
    }

    private static ObjectNode tool(Tool tool) {
        ObjectNode function = Bodies.object();
        function.put("name", tool.getName());
        if (!tool.getDescription().isEmpty()) {
            function.put("description", tool.getDescription());
        }
        if (tool.hasParameters()) {
            function.set("parameters", Structs.toJson(tool.getParameters()));
        }
        ObjectNode node = Bodies.object();
        node.put("type", "function");
        node.set("function", function);
        return node;
    }

    /** One of our messages is one of theirs, but for tool results, of which each is a message of its own. */
    private static void add(Message message, ArrayNode messages) {
        boolean results = message.getPartsList().stream().anyMatch(Part::hasToolResult);
        if (results) {
            for (Part part : message.getPartsList()) {
                if (part.hasToolResult()) {
                    messages.addObject()
                            .put("role", "tool")
                            .put("tool_call_id", part.getToolResult().getToolCallId())
                            .put("content", part.getToolResult().getText());
                }
            }
            return;
        }
        ObjectNode node = messages.addObject();
        node.put("role", message.getRole().name().toLowerCase(Locale.ROOT));
        if (message.getPartsCount() == 1 && message.getParts(0).hasText()) {
            node.put("content", message.getParts(0).getText());
            return;
        }
        ArrayNode content = Bodies.object().arrayNode();
        ArrayNode calls = Bodies.object().arrayNode();
        for (Part part : message.getPartsList()) {
            switch (part.getContentCase()) {
                case TEXT -> content.addObject().put("type", "text").put("text", part.getText());
                case IMAGE ->
                    content.addObject()
                            .put("type", "image_url")
                            .putObject("image_url")
                            .put("url", url(part.getImage()));
                case TOOL_CALL -> calls.add(call(part.getToolCall()));
                case TOOL_RESULT, CONTENT_NOT_SET -> {
                    // Results were handled above; an empty part says nothing.
                }
            }
        }
        if (content.isEmpty()) {
            if (calls.isEmpty()) {
                node.put("content", "");
            } else {
                node.putNull("content");
            }
        } else {
            node.set("content", content);
        }
        if (!calls.isEmpty()) {
            node.set("tool_calls", calls);
        }
    }

    private static String url(Image image) {
        return image.hasData()
                ? "data:" + image.getMediaType() + ";base64,"
                        + Base64.getEncoder().encodeToString(image.getData().toByteArray())
                : image.getUri();
    }

    private static ObjectNode call(ToolCall call) {
        ObjectNode node = Bodies.object();
        node.put("id", call.getId());
        node.put("type", "function");
        node.putObject("function")
                .put("name", call.getName())
                .put("arguments", Structs.toJson(call.getArguments()).toString());
        return node;
    }
}
