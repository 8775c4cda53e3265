package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Puts the events of a streamed chat completion together to the completion that would have come in one piece. */
final class OpenAiStream {

    private static final String DATA = "data:";
    private static final String DONE = "[DONE]";

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final Map<Integer, ObjectNode> calls = new TreeMap<>();
    private final ArrayNode logprobs = Bodies.object().arrayNode();
    private final ObjectNode whole = Bodies.object();
    private String finishReason = "";
    private boolean begun;

    private OpenAiStream() {}

    /** Whether a body is a stream of events. A server may also answer in one piece although a stream was asked for. */
    static boolean isStream(byte[] body) {
        String start = new String(body, 0, Math.min(body.length, 16), StandardCharsets.UTF_8).stripLeading();
        return start.startsWith(DATA) || start.startsWith(":") || start.startsWith("event:");
    }

    /**
     * The completion as one object.
     *
     * @throws MalformedAnswerException when an event cannot be read, or the stream ended before the answer did
     */
    static JsonNode join(byte[] body) throws MalformedAnswerException {
        OpenAiStream stream = new OpenAiStream();
        boolean done = false;
        for (String line : new String(body, StandardCharsets.UTF_8).split("\r?\n", -1)) {
            if (line.startsWith(DATA)) {
                String data = line.substring(DATA.length()).strip();
                if (data.equals(DONE)) {
                    done = true;
                } else {
                    stream.add(Bodies.json(data));
                }
            }
        }
        if (!done && stream.finishReason.isEmpty()) {
            throw new MalformedAnswerException("the stream ended before the answer did");
        }
        return stream.whole();
    }

    private void add(JsonNode event) throws MalformedAnswerException {
        if (event.hasNonNull("error")) {
            throw new MalformedAnswerException("an error within the stream: " + OpenAiAnswer.errorMessage(event));
        }
        if (event.hasNonNull("model")) {
            whole.set("model", event.get("model"));
        }
        if (event.hasNonNull("usage")) {
            whole.set("usage", event.get("usage"));
        }
        for (JsonNode choice : event.path("choices")) {
            if (choice.path("index").asInt(0) == 0) {
                choice(choice);
            }
        }
    }

    private void choice(JsonNode choice) {
        begun = true;
        JsonNode delta = choice.path("delta");
        text.append(Bodies.text(delta, "content"));
        refusal.append(Bodies.text(delta, "refusal"));
        for (JsonNode call : delta.path("tool_calls")) {
            ObjectNode known = calls.computeIfAbsent(call.path("index").asInt(0), index -> Bodies.object());
            if (call.hasNonNull("id")) {
                known.set("id", call.get("id"));
            }
            ObjectNode function = known.withObject("/function");
            JsonNode more = call.path("function");
            if (more.hasNonNull("name")) {
                function.set("name", more.get("name"));
            }
            function.put("arguments", Bodies.text(function, "arguments") + Bodies.text(more, "arguments"));
        }
        choice.path("logprobs").path("content").forEach(logprobs::add);
        if (choice.hasNonNull("finish_reason")) {
            finishReason = choice.get("finish_reason").asText();
        }
    }

    private JsonNode whole() {
        ArrayNode choices = whole.putArray("choices");
        if (begun) {
            ObjectNode choice = choices.addObject();
            choice.put("finish_reason", finishReason);
            ObjectNode message = choice.putObject("message");
            if (!text.isEmpty() || refusal.isEmpty() && calls.isEmpty()) {
                message.put("content", text.toString());
            }
            if (!refusal.isEmpty()) {
                message.put("refusal", refusal.toString());
            }
            if (!calls.isEmpty()) {
                message.putArray("tool_calls").addAll(calls.values());
            }
            if (!logprobs.isEmpty()) {
                choice.putObject("logprobs").set("content", logprobs);
            }
        }
        return whole;
    }
}
