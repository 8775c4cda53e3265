package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Puts the events of a streamed plain completion together to the completion that would have come in one piece. */
final class CompletionsStream extends ChoiceStream {

    private static final String[] LISTS = {"tokens", "token_logprobs", "content"};

    private final StringBuilder text = new StringBuilder();
    private final ObjectNode logprobs = Bodies.object();

    @Override
    boolean answering() {
        return !text.isEmpty();
    }

    @Override
    void piece(JsonNode choice) {
        text.append(Bodies.text(choice, "text"));
        for (String list : LISTS) {
            if (choice.path("logprobs").path(list) instanceof ArrayNode more) {
                logprobs.withArray("/" + list).addAll(more);
            }
        }
    }

    @Override
    ObjectNode choice() {
        ObjectNode choice = Bodies.object().put("text", text.toString());
        choice.set("logprobs", logprobs);
        return choice;
    }
}
