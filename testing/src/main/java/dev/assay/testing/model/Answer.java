package dev.assay.testing.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A good answer in the shape of the API: a {@code chat.completion}, a {@code text_completion} for the older endpoint, or a stream of
 * {@code chat.completion.chunk} events when the request asks for one.
 *
 * @param text what the model says; empty beside tool calls and refusals
 * @param refusal why it will not answer
 * @param toolCalls the functions that it wants called
 * @param finishReason {@code stop}, {@code length}, {@code tool_calls} or {@code content_filter}
 * @param usage the token counts; without them, words are counted
 */
public record Answer(
        String text,
        @Nullable String refusal,
        List<ToolCall> toolCalls,
        String finishReason,
        @Nullable Usage usage) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** 2026-01-01T00:00:00Z: a fixed time keeps recorded bodies comparable. */
    private static final long CREATED = 1_767_225_600L;

    /**
     * A function that the model wants called.
     *
     * @param name of the function
     * @param arguments a JSON object as text, which a model may get wrong
     */
    public record ToolCall(String name, String arguments) {}

    /**
     * Counts of tokens.
     *
     * @param prompt of all messages
     * @param completion of the answer, reasoning included
     * @param cached of the prompt, those that were cached
     * @param reasoning of the completion, those that were thought and not said
     */
    public record Usage(int prompt, int completion, int cached, int reasoning) {}

    public Answer {
        toolCalls = List.copyOf(toolCalls);
    }

    /** That text, to its end. */
    public static Answer of(String text) {
        return new Answer(text, null, List.of(), "stop", null);
    }

    /** Calls of functions. */
    public static Answer calling(ToolCall... calls) {
        return new Answer("", null, List.of(calls), "tool_calls", null);
    }

    /** A refusal. */
    public static Answer refusing(String reason) {
        return new Answer("", reason, List.of(), "stop", null);
    }

    /** The same with these counts. */
    public Answer withUsage(Usage counts) {
        return new Answer(text, refusal, toolCalls, finishReason, counts);
    }

    /** The same, ended for that reason. */
    public Answer endedBy(String reason) {
        return new Answer(text, refusal, toolCalls, reason, usage);
    }

    byte[] render(ModelRequest request) {
        String body;
        if (request.path().endsWith("/chat/completions")) {
            body = request.stream() ? events(request) : chatCompletion(request).toString();
        } else {
            body = request.stream()
                    ? textEvents(request)
                    : textCompletion(request).toString();
        }
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode chatCompletion(ModelRequest request) {
        ObjectNode message = JSON.objectNode().put("role", "assistant");
        message.put("content", text.isEmpty() && (refusal != null || !toolCalls.isEmpty()) ? null : text);
        message.put("refusal", refusal);
        if (!toolCalls.isEmpty()) {
            message.set("tool_calls", toolCallNodes(request));
        }
        ObjectNode choice = JSON.objectNode().put("index", 0);
        choice.set("message", message);
        choice.putNull("logprobs");
        choice.put("finish_reason", finishReason);
        ObjectNode body = envelope("chatcmpl-", "chat.completion", request);
        body.set("choices", JSON.arrayNode().add(choice));
        body.set("usage", usageNode(request));
        return body.put("service_tier", "default").put("system_fingerprint", "fp_fake");
    }

    private ObjectNode textCompletion(ModelRequest request) {
        ObjectNode choice = JSON.objectNode().put("text", text).put("index", 0);
        choice.putNull("logprobs");
        choice.put("finish_reason", finishReason);
        ObjectNode body = envelope("cmpl-", "text_completion", request);
        body.set("choices", JSON.arrayNode().add(choice));
        body.set("usage", usageNode(request));
        return body;
    }

    private String textEvents(ModelRequest request) {
        StringBuilder events = new StringBuilder();
        for (String piece : text.splitWithDelimiters("(?<=\\s)(?=\\S)", 0)) {
            if (!piece.isEmpty()) {
                textEvent(events, request, piece, null);
            }
        }
        textEvent(events, request, "", finishReason);
        if (request.json().path("stream_options").path("include_usage").asBoolean(false)) {
            ObjectNode last = envelope("cmpl-", "text_completion", request);
            last.set("choices", JSON.arrayNode());
            last.set("usage", usageNode(request));
            events.append("data: ").append(last).append("\n\n");
        }
        return events.append("data: [DONE]\n\n").toString();
    }

    private static void textEvent(
            StringBuilder events, ModelRequest request, String piece, @Nullable String finishReason) {
        ObjectNode choice = JSON.objectNode().put("text", piece).put("index", 0);
        choice.putNull("logprobs");
        choice.put("finish_reason", finishReason);
        ObjectNode chunk = envelope("cmpl-", "text_completion", request);
        chunk.set("choices", JSON.arrayNode().add(choice));
        events.append("data: ").append(chunk).append("\n\n");
    }

    private String events(ModelRequest request) {
        StringBuilder events = new StringBuilder();
        event(events, request, JSON.objectNode().put("role", "assistant").put("content", ""), null);
        if (refusal != null) {
            event(events, request, JSON.objectNode().put("refusal", refusal), null);
        }
        if (!toolCalls.isEmpty()) {
            ArrayNode calls = toolCallNodes(request);
            for (int i = 0; i < calls.size(); i++) {
                ((ObjectNode) calls.get(i)).put("index", i);
            }
            event(events, request, JSON.objectNode().set("tool_calls", calls), null);
        }
        for (String piece : text.splitWithDelimiters("(?<=\\s)(?=\\S)", 0)) {
            if (!piece.isEmpty()) {
                event(events, request, JSON.objectNode().put("content", piece), null);
            }
        }
        event(events, request, JSON.objectNode(), finishReason);
        if (request.json().path("stream_options").path("include_usage").asBoolean(false)) {
            ObjectNode last = envelope("chatcmpl-", "chat.completion.chunk", request);
            last.set("choices", JSON.arrayNode());
            last.set("usage", usageNode(request));
            events.append("data: ").append(last).append("\n\n");
        }
        return events.append("data: [DONE]\n\n").toString();
    }

    private static void event(
            StringBuilder events, ModelRequest request, ObjectNode delta, @Nullable String finishReason) {
        ObjectNode choice = JSON.objectNode().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs");
        choice.put("finish_reason", finishReason);
        ObjectNode chunk = envelope("chatcmpl-", "chat.completion.chunk", request);
        chunk.set("choices", JSON.arrayNode().add(choice));
        events.append("data: ").append(chunk).append("\n\n");
    }

    private static ObjectNode envelope(String prefix, String object, ModelRequest request) {
        return JSON.objectNode()
                .put("id", prefix + "fake" + request.number())
                .put("object", object)
                .put("created", CREATED)
                .put("model", request.model());
    }

    private ArrayNode toolCallNodes(ModelRequest request) {
        ArrayNode calls = JSON.arrayNode();
        for (ToolCall call : toolCalls) {
            ObjectNode node = JSON.objectNode()
                    .put("id", "call_" + request.number() + "_" + calls.size())
                    .put("type", "function");
            node.set("function", JSON.objectNode().put("name", call.name()).put("arguments", call.arguments()));
            calls.add(node);
        }
        return calls;
    }

    private ObjectNode usageNode(ModelRequest request) {
        Usage counts = usage == null ? new Usage(words(request.allText()), words(text), 0, 0) : usage;
        ObjectNode node = JSON.objectNode()
                .put("prompt_tokens", counts.prompt())
                .put("completion_tokens", counts.completion())
                .put("total_tokens", counts.prompt() + counts.completion());
        node.set(
                "prompt_tokens_details",
                JSON.objectNode().put("cached_tokens", counts.cached()).put("audio_tokens", 0));
        node.set(
                "completion_tokens_details",
                JSON.objectNode()
                        .put("reasoning_tokens", counts.reasoning())
                        .put("audio_tokens", 0)
                        .put("accepted_prediction_tokens", 0)
                        .put("rejected_prediction_tokens", 0));
        return node;
    }

    private static int words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
    }
}
