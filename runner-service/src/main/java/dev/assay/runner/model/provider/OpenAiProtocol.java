package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.runner.model.chat.ChatRequest;
import java.net.URI;
import java.util.Map;

/** The OpenAI chat completions protocol, as many servers speak it. A streamed answer is put together before it is read. */
final class OpenAiProtocol implements ChatProtocol {

    private static final String OPENAI_HOST = "api.openai.com";

    private final HttpTarget target;
    private final URI uri;

    OpenAiProtocol(HttpTarget target) {
        this.target = target;
        this.uri = URI.create(target.base() + "/chat/completions");
    }

    @Override
    public URI uri(boolean stream) {
        return uri;
    }

    @Override
    public Map<String, String> headers(String secret) {
        return secret.isEmpty() ? Map.of() : Map.of("authorization", "Bearer " + secret);
    }

    @Override
    public byte[] body(ChatRequest request) {
        // OpenAI's own newer models know the limit of the answer only under its new name, most other servers only under
        // the old one.
        boolean own = OPENAI_HOST.equalsIgnoreCase(uri.getHost());
        return OpenAiRequest.body(target.modelId(), request, own ? "max_completion_tokens" : "max_tokens");
    }

    @Override
    public Read read(byte[] body) throws MalformedAnswerException {
        Joined joined =
                ServerEvent.isStream(body) ? new OpenAiStream().join(body) : Joined.inOnePiece(Bodies.json(body));
        OpenAiAnswer read = OpenAiAnswer.of(joined.whole());
        String withheld = read.answer().getFinishReason().equals("content_filter") ? "content_filter" : "";
        return new Read(read.answer(), read.usage(), withheld, joined.answerBegins());
    }

    @Override
    public ApiError error(JsonNode body) {
        return OpenAiErrors.of(body);
    }
}
