package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Puts the events of a streamed chat completion together to the completion that would have come in one piece. */
final class OpenAiStream extends ChoiceStream {

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final OpenAiToolCalls calls = new OpenAiToolCalls();
    private final ArrayNode logprobs = Bodies.object().arrayNode();

    @Override
    boolean answering() {
        return !text.isEmpty() || !refusal.isEmpty() || !calls.isEmpty();
    }

    @Override
    void piece(JsonNode choice) {
        JsonNode delta = choice.path("delta");
        text.append(OpenAiContent.text(delta.path("content")));
        refusal.append(Bodies.text(delta, "refusal"));
        delta.path("tool_calls").forEach(calls::add);
        choice.path("logprobs").path("content").forEach(logprobs::add);
    }

    @Override
    ObjectNode choice() {
        ObjectNode choice = Bodies.object();
        ObjectNode message = choice.putObject("message");
        if (!text.isEmpty() || refusal.isEmpty() && calls.isEmpty()) {
            message.put("content", text.toString());
        }
        if (!refusal.isEmpty()) {
            message.put("refusal", refusal.toString());
        }
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls.whole());
        }
        if (!logprobs.isEmpty()) {
            choice.putObject("logprobs").set("content", logprobs);
        }
        return choice;
    }
}
