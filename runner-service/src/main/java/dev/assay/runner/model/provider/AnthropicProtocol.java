package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.type.v1.Image;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.TokenUsage;
import dev.assay.type.v1.Tool;
import dev.assay.type.v1.ToolCall;
import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The Anthropic Messages protocol, version 2023-06-01. System messages go into a field of their own; there are no seeds. */
final class AnthropicProtocol implements ChatProtocol {

    private static final int DEFAULT_MAX_TOKENS = 4_096;

    private final HttpTarget target;
    private final URI uri;

    AnthropicProtocol(HttpTarget target) {
        this.target = target;
        this.uri = URI.create(target.base() + "/messages");
    }

    @Override
    public URI uri(boolean stream) {
        return uri;
    }

    @Override
    public Map<String, String> headers(String secret) {
        Map<String, String> headers = new HashMap<>();
        headers.put("anthropic-version", "2023-06-01");
        if (!secret.isEmpty()) {
            headers.put("x-api-key", secret);
        }
        return headers;
    }

    @Override
    public byte[] body(ChatRequest request) {
        GenerationParameters generation = request.generation();
        ObjectNode body = Bodies.object();
        body.put("model", target.modelId());
        body.put("max_tokens", generation.hasMaxTokens() ? generation.getMaxTokens() : DEFAULT_MAX_TOKENS);
        ArrayNode system = Bodies.object().arrayNode();
        ArrayNode messages = Bodies.object().arrayNode();
        for (Message message : request.messages()) {
            ArrayNode content = message.getRole() == Message.Role.SYSTEM
                    ? system
                    : messages.addObject()
                            .put("role", message.getRole() == Message.Role.ASSISTANT ? "assistant" : "user")
                            .putArray("content");
            message.getPartsList().forEach(part -> add(part, content));
        }
        if (!system.isEmpty()) {
            body.set("system", system);
        }
        body.set("messages", messages);
        if (generation.hasTemperature()) {
            body.put("temperature", generation.getTemperature());
        }
        if (generation.hasTopP()) {
            body.put("top_p", generation.getTopP());
        }
        if (generation.getStopCount() > 0) {
            ArrayNode stop = body.putArray("stop_sequences");
            generation.getStopList().forEach(stop::add);
        }
        if (generation.getToolsCount() > 0) {
            ArrayNode tools = body.putArray("tools");
            generation.getToolsList().forEach(tool -> tools.add(tool(tool)));
        }
        if (generation.hasResponseSchema()) {
            body.putObject("output_config")
                    .putObject("format")
                    .put("type", "json_schema")
                    .set("schema", Structs.toJson(generation.getResponseSchema()));
        }
        if (generation.getStream()) {
            body.put("stream", true);
        }
        return Bodies.bytes(body);
    }

    @Override
    public Read read(byte[] body) throws MalformedAnswerException {
        Joined joined =
                ServerEvent.isStream(body) ? new AnthropicStream().join(body) : Joined.inOnePiece(Bodies.json(body));
        JsonNode response = joined.whole();
        if (ApiError.isError(response)) {
            throw new ErrorAnswerException(response);
        }
        JsonNode content = response.path("content");
        if (!content.isArray() || !response.hasNonNull("stop_reason")) {
            throw new MalformedAnswerException("not a message with content and a stop_reason");
        }
        Message.Builder message = Message.newBuilder().setRole(Message.Role.ASSISTANT);
        for (JsonNode block : content) {
            switch (Bodies.text(block, "type")) {
                case "text" -> message.addParts(Part.newBuilder().setText(Bodies.text(block, "text")));
                case "tool_use" -> message.addParts(Part.newBuilder().setToolCall(toolCall(block)));
                default -> {
                    // Thoughts and what servers' own tools did are not the answer.
                }
            }
        }
        String stopReason = Bodies.text(response, "stop_reason");
        Answer answer = Answer.newBuilder()
                .setMessage(message)
                .setFinishReason(stopReason)
                .setServedModel(Bodies.text(response, "model"))
                .build();
        String withheld = stopReason.equals("refusal")
                ? String.join(" ", stopReason, Bodies.text(response.path("stop_details"), "category"))
                        .strip()
                : "";
        return new Read(answer, usage(response.path("usage")), withheld, joined.answerBegins());
    }

    @Override
    public ApiError error(JsonNode body) {
        return AnthropicErrors.of(body);
    }

    private static ToolCall toolCall(JsonNode block) {
        ToolCall.Builder call =
                ToolCall.newBuilder().setId(Bodies.text(block, "id")).setName(Bodies.text(block, "name"));
        ToolArguments.read(block.path("input"), call);
        return call.build();
    }

    private static TokenUsage usage(JsonNode usage) {
        // Here the three input counts are disjoint already, and thinking is part of the output.
        long output = Bodies.count(usage, "output_tokens");
        long thinking = Bodies.count(usage.path("output_tokens_details"), "thinking_tokens");
        return TokenUsage.newBuilder()
                .setInput(Bodies.count(usage, "input_tokens"))
                .setCachedInput(Bodies.count(usage, "cache_read_input_tokens"))
                .setCacheWrite(Bodies.count(usage, "cache_creation_input_tokens"))
                .setOutput(output)
                .setReasoning(Math.min(output, thinking))
                .build();
    }

    private static void add(Part part, ArrayNode content) {
        switch (part.getContentCase()) {
            case TEXT -> content.addObject().put("type", "text").put("text", part.getText());
            case IMAGE -> content.addObject().put("type", "image").set("source", source(part.getImage()));
            case TOOL_CALL ->
                content.addObject()
                        .put("type", "tool_use")
                        .put("id", part.getToolCall().getId())
                        .put("name", part.getToolCall().getName())
                        .set("input", Structs.toJson(part.getToolCall().getArguments()));
            case TOOL_RESULT ->
                content.addObject()
                        .put("type", "tool_result")
                        .put("tool_use_id", part.getToolResult().getToolCallId())
                        .put("content", part.getToolResult().getText());
            case CONTENT_NOT_SET -> {
                // Says nothing.
            }
        }
    }

    private static ObjectNode source(Image image) {
        return image.hasData()
                ? Bodies.object()
                        .put("type", "base64")
                        .put("media_type", image.getMediaType())
                        .put(
                                "data",
                                Base64.getEncoder()
                                        .encodeToString(image.getData().toByteArray()))
                : Bodies.object().put("type", "url").put("url", image.getUri());
    }

    private static ObjectNode tool(Tool tool) {
        ObjectNode node = Bodies.object().put("name", tool.getName());
        if (!tool.getDescription().isEmpty()) {
            node.put("description", tool.getDescription());
        }
        node.set(
                "input_schema",
                tool.hasParameters()
                        ? Structs.toJson(tool.getParameters())
                        : Bodies.object().put("type", "object"));
        return node;
    }
}
