package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Puts the events of a streamed plain completion together to the completion that would have come in one piece. */
final class CompletionsStream {

    private static final String[] LISTS = {"tokens", "token_logprobs", "content"};

    private final StringBuilder text = new StringBuilder();
    private final ObjectNode logprobs = Bodies.object();
    private final ObjectNode whole = Bodies.object();
    private String finishReason = "";
    private boolean begun;

    private CompletionsStream() {}

    /**
     * The completion as one object.
     *
     * @throws ErrorAnswerException when an event is an error
     * @throws MalformedAnswerException when an event cannot be read, or the stream ended before the answer did
     */
    static Joined join(byte[] body) throws MalformedAnswerException {
        CompletionsStream stream = new CompletionsStream();
        boolean done = false;
        int answerBegins = -1;
        for (ServerEvent event : ServerEvent.of(body)) {
            if (event.data().equals("[DONE]")) {
                done = true;
                continue;
            }
            stream.add(Bodies.json(event.data()));
            if (answerBegins < 0 && !stream.text.isEmpty()) {
                answerBegins = event.end() - 1;
            }
        }
        if (!stream.begun || !done && stream.finishReason.isEmpty()) {
            throw new MalformedAnswerException("the stream ended before the answer did");
        }
        return new Joined(stream.whole(), Math.max(0, answerBegins));
    }

    private void add(JsonNode event) throws MalformedAnswerException {
        if (ApiError.isError(event)) {
            throw new ErrorAnswerException(event);
        }
        for (String field : new String[] {"model", "usage"}) {
            if (event.hasNonNull(field)) {
                whole.set(field, event.get(field));
            }
        }
        for (JsonNode choice : event.path("choices")) {
            if (choice.path("index").asInt(0) == 0) {
                begun = true;
                text.append(Bodies.text(choice, "text"));
                for (String list : LISTS) {
                    if (choice.path("logprobs").path(list) instanceof ArrayNode more) {
                        logprobs.withArray("/" + list).addAll(more);
                    }
                }
                if (choice.hasNonNull("finish_reason")) {
                    finishReason = choice.get("finish_reason").asText();
                }
            }
        }
    }

    private JsonNode whole() {
        ObjectNode choice = whole.putArray("choices").addObject();
        choice.put("text", text.toString());
        choice.put("finish_reason", finishReason);
        choice.set("logprobs", logprobs);
        return whole;
    }
}
