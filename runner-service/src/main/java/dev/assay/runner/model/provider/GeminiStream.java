package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Puts the pieces of a streamed Gemini answer together to the response that would have come in one piece. Each piece is a response of its
 * own; counts are cumulative.
 */
final class GeminiStream extends AnswerStream {

    private final ObjectNode whole = Bodies.object();
    private final ObjectNode candidate = Bodies.object();
    private final ArrayNode parts = whole.arrayNode();
    private final ArrayNode logprobs = whole.arrayNode();
    private boolean begun;
    private boolean answering;

    /**
     * The response as one object.
     *
     * @throws ErrorAnswerException when a piece is an error
     * @throws MalformedAnswerException when a piece cannot be read
     */
    Joined join(byte[] body) throws MalformedAnswerException {
        int answerBegins = take(ServerEvent.of(body), DONE);
        return new Joined(whole(), answerBegins);
    }

    /** The same of an array of pieces, which is what the API streams when it is not asked for events. */
    Joined join(ArrayNode pieces) throws MalformedAnswerException {
        for (JsonNode piece : pieces) {
            add(piece);
        }
        return Joined.inOnePiece(whole());
    }

    @Override
    boolean answering() {
        return answering;
    }

    @Override
    void add(JsonNode piece) throws MalformedAnswerException {
        if (ApiError.isError(piece)) {
            throw new ErrorAnswerException(piece);
        }
        for (String field : new String[] {"promptFeedback", "modelVersion"}) {
            if (piece.hasNonNull(field)) {
                whole.set(field, piece.get(field));
            }
        }
        ObjectNode usage = whole.withObject("/usageMetadata");
        piece.path("usageMetadata").properties().forEach(field -> usage.set(field.getKey(), field.getValue()));
        for (JsonNode each : piece.path("candidates")) {
            if (each.path("index").asInt(0) == 0) {
                candidate(each);
            }
        }
    }

    private void candidate(JsonNode piece) {
        begun = true;
        for (String field : new String[] {"finishReason", "finishMessage"}) {
            if (piece.hasNonNull(field)) {
                candidate.set(field, piece.get(field));
            }
        }
        for (JsonNode part : piece.path("content").path("parts")) {
            parts.add(part);
            boolean says = part.path("functionCall").isObject()
                    || !Bodies.text(part, "text").isEmpty();
            answering |= says && !part.path("thought").asBoolean(false);
        }
        piece.path("logprobsResult").path("chosenCandidates").forEach(logprobs::add);
    }

    private ObjectNode whole() {
        if (begun) {
            candidate.withObject("/content").set("parts", parts);
            candidate.withObject("/logprobsResult").set("chosenCandidates", logprobs);
            whole.putArray("candidates").add(candidate);
        }
        return whole;
    }
}
