package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** Puts the events of a streamed Anthropic message together to the message that would have come in one piece. */
final class AnthropicStream extends AnswerStream {

    private ObjectNode message = Bodies.object();
    private final Map<Integer, ObjectNode> blocks = new TreeMap<>();
    private boolean answering;

    /**
     * The message as one object. The input of a tool call stays the text that the model wrote.
     *
     * @throws ErrorAnswerException when an event is an error
     * @throws MalformedAnswerException when an event cannot be read, or the stream ended before the answer did
     */
    Joined join(byte[] body) throws MalformedAnswerException {
        int answerBegins = take(ServerEvent.of(body), DONE);
        if (!message.hasNonNull("stop_reason")) {
            throw endedEarly();
        }
        message.putArray("content").addAll(blocks.values());
        return new Joined(message, answerBegins);
    }

    @Override
    boolean answering() {
        return answering;
    }

    @Override
    void add(JsonNode event) throws MalformedAnswerException {
        switch (Bodies.text(event, "type")) {
            case "message_start" -> message = event.path("message") instanceof ObjectNode started ? started : message;
            case "content_block_start" -> {
                if (event.path("content_block") instanceof ObjectNode block) {
                    blocks.put(event.path("index").asInt(), block);
                    answering |= Bodies.text(block, "type").equals("tool_use");
                }
            }
            case "content_block_delta" -> delta(event.path("index").asInt(), event.path("delta"));
            case "message_delta" -> {
                event.path("delta").properties().forEach(field -> message.set(field.getKey(), field.getValue()));
                count(event.path("usage"));
            }
            case "error" -> throw new ErrorAnswerException(event);
            default -> {
                // Pings, ends of blocks, and what later versions may add.
            }
        }
    }

    /**
     * Counts are cumulative: later ones stand in place of earlier ones. But servers that imitate the API say in the end that the input, which
     * they told in the beginning, was 0.
     */
    private void count(JsonNode counts) {
        ObjectNode usage = message.withObject("/usage");
        counts.properties().forEach(field -> {
            boolean forgotten = field.getKey().contains("input")
                    && field.getValue().isNumber()
                    && field.getValue().asLong() == 0
                    && usage.has(field.getKey());
            if (!field.getValue().isNull() && !forgotten) {
                usage.set(field.getKey(), field.getValue());
            }
        });
    }

    private void delta(int index, JsonNode delta) throws MalformedAnswerException {
        ObjectNode block = blocks.get(index);
        if (block == null) {
            throw new MalformedAnswerException("a piece of a block that has not begun");
        }
        switch (Bodies.text(delta, "type")) {
            case "text_delta" -> {
                String text = Bodies.text(delta, "text");
                block.put("text", Bodies.text(block, "text") + text);
                answering |= !text.isEmpty();
            }
            case "input_json_delta" -> {
                String before =
                        block.path("input").isTextual() ? block.path("input").textValue() : "";
                block.put("input", before + Bodies.text(delta, "partial_json"));
            }
            default -> {
                // Thoughts, signatures and citations are not the answer.
            }
        }
    }
}
