package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.v1.Answer;
import dev.assay.type.v1.TokenUsage;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What one provider's way of talking over HTTP and JSON is like. Pure: no network, no state. */
interface ChatProtocol {

    /**
     * An answer as it was read and validated.
     *
     * @param filtered whether the provider withheld it on grounds of content
     * @param usage tokens reported; all zero when none are
     */
    record Read(Answer answer, TokenUsage usage, boolean filtered) {}

    /** Where requests go. */
    URI uri();

    /** Header fields besides those of the content; with the secret where there is one. */
    Map<String, String> headers(String secret);

    /** The body of a request. */
    byte[] body(ChatRequest request);

    /**
     * Reads the body of a response with status 200.
     *
     * @throws MalformedAnswerException when it is not a whole answer
     */
    Read read(byte[] body) throws MalformedAnswerException;

    /** What the body of another response says, in one line. */
    String errorMessage(JsonNode body);

    /** How long the body of an error asks to wait, where that is not in the headers. */
    default Optional<Duration> retryAfter(JsonNode body) {
        return Optional.empty();
    }

    /** Whether an error is about the credential although its status is neither 401 nor 403. */
    default boolean refusesCredential(JsonNode body) {
        return false;
    }
}
