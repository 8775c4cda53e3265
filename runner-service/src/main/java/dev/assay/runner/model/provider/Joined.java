package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A streamed answer put together to the one that would have come in one piece.
 *
 * @param whole the answer
 * @param answerBegins offset in the body up to which nothing of the answer itself had come, only what goes before: roles, thoughts, pings
 */
record Joined(JsonNode whole, int answerBegins) {

    /** An answer that came in one piece. */
    static Joined inOnePiece(JsonNode whole) {
        return new Joined(whole, 0);
    }
}
