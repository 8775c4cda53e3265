package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.v1.Answer;
import dev.assay.type.v1.TokenUsage;
import java.net.URI;
import java.util.Map;

/** What one provider's way of talking over HTTP and JSON is like. Pure: no network, no state. */
interface ChatProtocol {

    /**
     * An answer as it was read and validated.
     *
     * @param usage tokens reported; all zero when none are
     * @param withheld the provider's word for why it withheld the answer on grounds of content; empty when it did not
     * @param answerBegins offset in the body where the answer itself begins; 0 when it came in one piece
     */
    record Read(Answer answer, TokenUsage usage, String withheld, int answerBegins) {}

    /** Where requests go. */
    URI uri(boolean stream);

    /** Header fields besides those of the content; with the secret where there is one. */
    Map<String, String> headers(String secret);

    /**
     * The body of a request.
     *
     * @throws UnfitRequestException when this protocol has no words for it
     */
    byte[] body(ChatRequest request) throws UnfitRequestException;

    /**
     * Reads the body of a response with status 200.
     *
     * @throws ErrorAnswerException when it holds an error
     * @throws MalformedAnswerException when it is not a whole answer
     */
    Read read(byte[] body) throws MalformedAnswerException;

    /** What the body of an error says. */
    ApiError error(JsonNode body);
}
