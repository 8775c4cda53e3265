package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** Puts the events of a streamed chat completion together to the completion that would have come in one piece. */
final class OpenAiStream {

    private static final String DONE = "[DONE]";

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final Map<Integer, ObjectNode> calls = new TreeMap<>();
    private final ArrayNode logprobs = Bodies.object().arrayNode();
    private final ObjectNode whole = Bodies.object();
    private String finishReason = "";
    private boolean begun;

    private OpenAiStream() {}

    /**
     * The completion as one object.
     *
     * @throws MalformedAnswerException when an event cannot be read, or the stream ended before the answer did
     */
    static Joined join(byte[] body) throws MalformedAnswerException {
        OpenAiStream stream = new OpenAiStream();
        boolean done = false;
        int answerBegins = -1;
        for (ServerEvent event : ServerEvent.of(body)) {
            if (event.data().equals(DONE)) {
                done = true;
                continue;
            }
            stream.add(Bodies.json(event.data()));
            if (answerBegins < 0 && stream.said()) {
                answerBegins = event.end() - 1;
            }
        }
        if (!done && stream.finishReason.isEmpty()) {
            throw new MalformedAnswerException("the stream ended before the answer did");
        }
        return new Joined(stream.whole(), Math.max(0, answerBegins));
    }

    private boolean said() {
        return !text.isEmpty() || !refusal.isEmpty() || !calls.isEmpty();
    }

    private void add(JsonNode event) throws MalformedAnswerException {
        if (ApiError.isError(event)) {
            throw new ErrorAnswerException(event);
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
            ObjectNode known = calls.computeIfAbsent(index(call), index -> Bodies.object());
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

    /** Which call a piece belongs to. Servers that give no index send each call whole, with an id of its own. */
    private int index(JsonNode call) {
        if (call.path("index").isInt()) {
            return call.path("index").intValue();
        }
        boolean another = call.hasNonNull("id") || calls.isEmpty();
        return another ? calls.size() : calls.size() - 1;
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
