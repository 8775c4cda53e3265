package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the streams of both OpenAI protocols have in common: pieces of choices, of which the first counts, and beside them the model and the usage. */
abstract class ChoiceStream extends AnswerStream {

    private final ObjectNode whole = Bodies.object();
    private String finishReason = "";
    private boolean begun;

    /** Takes a piece of the first choice. */
    abstract void piece(JsonNode choice);

    /** The first choice as it would have come in one piece, but for its finish reason. */
    abstract ObjectNode choice();

    /**
     * The response that would have come in one piece.
     *
     * @throws ErrorAnswerException when an event is an error
     * @throws MalformedAnswerException when an event cannot be read, or the stream ended before the answer did
     */
    final Joined join(byte[] body) throws MalformedAnswerException {
        int answerBegins = take(ServerEvent.of(body), DONE);
        if (!ended() && finishReason.isEmpty()) {
            throw endedEarly();
        }
        ArrayNode choices = whole.putArray("choices");
        if (begun) {
            choices.add(choice().put("finish_reason", finishReason));
        }
        return new Joined(whole, answerBegins);
    }

    @Override
    final void add(JsonNode event) throws MalformedAnswerException {
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
                OpenAiErrors.checkChoice(choice);
                piece(choice);
                if (choice.hasNonNull("finish_reason")) {
                    finishReason = choice.get("finish_reason").asText();
                }
            }
        }
    }
}
