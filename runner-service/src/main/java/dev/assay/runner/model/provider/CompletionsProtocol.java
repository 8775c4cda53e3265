package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.TokenLogprob;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The OpenAI completions protocol: a prompt that the model continues, as base models and vLLM, llama.cpp and others serve it. */
final class CompletionsProtocol implements ChatProtocol {

    private final HttpTarget target;
    private final URI uri;

    CompletionsProtocol(HttpTarget target) {
        this.target = target;
        this.uri = URI.create(target.base() + "/completions");
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
    public byte[] body(ChatRequest request) throws UnfitRequestException {
        GenerationParameters generation = request.generation();
        ObjectNode body = Bodies.object();
        body.put("model", target.modelId());
        body.put("prompt", prompt(request.messages()));
        OpenAiRequest.sampling(request, "max_tokens", body);
        if (generation.getLogprobs()) {
            // How many alternatives of each token; with 0 some servers give nothing at all.
            body.put("logprobs", 1);
        }
        OpenAiRequest.streaming(generation, body);
        return Bodies.bytes(body);
    }

    @Override
    public Read read(byte[] body) throws MalformedAnswerException {
        Joined joined =
                ServerEvent.isStream(body) ? new CompletionsStream().join(body) : Joined.inOnePiece(Bodies.json(body));
        JsonNode response = joined.whole();
        if (ApiError.isError(response)) {
            throw new ErrorAnswerException(response);
        }
        JsonNode choice = response.path("choices").path(0);
        OpenAiErrors.checkChoice(choice);
        if (!choice.path("text").isTextual()) {
            throw new MalformedAnswerException("no choice with a text");
        }
        String finishReason = Bodies.text(choice, "finish_reason");
        Answer answer = Answer.newBuilder()
                .setMessage(Message.newBuilder()
                        .setRole(Message.Role.ASSISTANT)
                        .addParts(Part.newBuilder().setText(choice.path("text").textValue())))
                .setFinishReason(finishReason)
                .setServedModel(Bodies.text(response, "model"))
                .addAllLogprobs(logprobs(choice.path("logprobs")))
                .build();
        String withheld = finishReason.equals("content_filter") ? finishReason : "";
        return new Read(answer, OpenAiUsage.of(response.path("usage")), withheld, joined.answerBegins());
    }

    @Override
    public ApiError error(JsonNode body) {
        return OpenAiErrors.of(body);
    }

    /**
     * The texts of all turns, with blank lines between them. A conversation with an answer in it has no prompt that every model would take
     * alike, so it is refused.
     */
    private static String prompt(List<Message> messages) throws UnfitRequestException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            boolean last = i == messages.size() - 1;
            if (message.getRole() != (last ? Message.Role.USER : Message.Role.SYSTEM)
                    && !(last && messages.size() == 1)) {
                throw new UnfitRequestException(
                        "OPENAI_COMPLETIONS takes one turn, or system turns and one user turn; the conversation has others");
            }
            StringBuilder text = new StringBuilder();
            for (Part part : message.getPartsList()) {
                if (!part.hasText()) {
                    throw new UnfitRequestException("OPENAI_COMPLETIONS takes texts only; the conversation has "
                            + (part.hasImage() ? "an image" : "tool calls"));
                }
                text.append(part.getText());
            }
            texts.add(text.toString());
        }
        return String.join("\n\n", texts);
    }

    /**
     * Of the older form, which has parallel lists (the API's own, and vLLM's), or of the newer one, with an object for each token
     * (llama.cpp). The first token of an echoed prompt has no probability, and is left out.
     */
    private static List<TokenLogprob> logprobs(JsonNode given) {
        List<TokenLogprob> tokens = new ArrayList<>();
        JsonNode texts = given.path("tokens");
        JsonNode values = given.path("token_logprobs");
        for (int i = 0; i < texts.size() && i < values.size(); i++) {
            if (values.get(i).isNumber()) {
                tokens.add(TokenLogprob.newBuilder()
                        .setToken(texts.get(i).asText())
                        .setLogprob(values.get(i).doubleValue())
                        .build());
            }
        }
        tokens.addAll(OpenAiContent.logprobs(given.path("content")));
        return tokens;
    }
}
