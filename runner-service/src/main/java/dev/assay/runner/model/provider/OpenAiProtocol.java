package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.runner.model.chat.ChatRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/** The OpenAI chat completions protocol, as many servers speak it. A streamed answer is put together before it is read. */
final class OpenAiProtocol implements ChatProtocol {

    private static final String NEW_NAME = "max_completion_tokens";
    private static final String OLD_NAME = "max_tokens";

    private final HttpTarget target;
    private final URI uri;
    private final String maxTokensField;

    /** @param maxTokensField what the server calls the limit of an answer; empty for what its host lets expect */
    OpenAiProtocol(HttpTarget target, String maxTokensField) {
        this.target = target;
        this.uri = URI.create(target.base() + "/chat/completions");
        this.maxTokensField = maxTokensField.isEmpty() ? usual(target.endpoint()) : maxTokensField;
    }

    /** OpenAI's own newer models know the limit only under its new name, most other servers only under the old one. */
    private static String usual(URI endpoint) {
        String host = endpoint.getHost().toLowerCase(Locale.ROOT);
        return host.equals("api.openai.com") || host.endsWith(".openai.azure.com") ? NEW_NAME : OLD_NAME;
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
        return OpenAiRequest.body(target.modelId(), request, maxTokensField);
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
