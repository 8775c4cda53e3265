package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.TokenLogprob;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.TokenUsage;
import dev.assay.type.v1.ToolCall;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The Gemini API's {@code generateContent}. It knows no ids of tool calls, so that a result is told by the name of its function. */
final class GeminiProtocol implements ChatProtocol {

    private static final Set<String> WITHHELD = Set.of(
            "SAFETY",
            "RECITATION",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION");
    /** The model wrote a call that cannot be read; its words are in the finish message. */
    private static final Set<String> INVALID_CALL = Set.of("MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL");

    private static final Set<String> SAYS_NOTHING =
            Set.of("OTHER", "FINISH_REASON_UNSPECIFIED", "MALFORMED_RESPONSE", "MISSING_THOUGHT_SIGNATURE");

    private final GeminiRequest request;
    private final URI whole;
    private final URI streamed;

    GeminiProtocol(HttpTarget target) {
        String model = target.base() + "/models/" + target.modelId();
        this.request = new GeminiRequest(target.modelId());
        this.whole = URI.create(model + ":generateContent");
        this.streamed = URI.create(model + ":streamGenerateContent?alt=sse");
    }

    @Override
    public URI uri(boolean stream) {
        return stream ? streamed : whole;
    }

    @Override
    public Map<String, String> headers(String secret) {
        return secret.isEmpty() ? Map.of() : Map.of("x-goog-api-key", secret);
    }

    @Override
    public byte[] body(ChatRequest asked) {
        return request.body(asked);
    }

    @Override
    public Read read(byte[] body) throws MalformedAnswerException {
        Joined joined = join(body);
        JsonNode response = joined.whole();
        if (ApiError.isError(response)) {
            throw new ErrorAnswerException(response);
        }
        TokenUsage usage = usage(response.path("usageMetadata"));
        String blocked = Bodies.text(response.path("promptFeedback"), "blockReason");
        if (!blocked.isEmpty()) {
            return new Read(Answer.getDefaultInstance(), usage, "prompt: " + blocked, 0);
        }
        JsonNode candidate = response.path("candidates").path(0);
        String finishReason = Bodies.text(candidate, "finishReason");
        if (!candidate.isObject() || finishReason.isEmpty()) {
            throw new MalformedAnswerException("no candidate that has finished");
        }
        List<Part> parts = parts(candidate.path("content").path("parts"));
        if (INVALID_CALL.contains(finishReason)) {
            String written = Bodies.text(candidate, "finishMessage");
            parts.add(Part.newBuilder()
                    .setToolCall(ToolCall.newBuilder().setInvalidArguments(written.isEmpty() ? finishReason : written))
                    .build());
        }
        if (parts.isEmpty() && SAYS_NOTHING.contains(finishReason)) {
            throw new MalformedAnswerException("no answer; finish reason " + finishReason);
        }
        Answer.Builder answer = Answer.newBuilder()
                .setMessage(Message.newBuilder().setRole(Message.Role.ASSISTANT).addAllParts(parts))
                .setFinishReason(finishReason)
                .setServedModel(Bodies.text(response, "modelVersion"));
        for (JsonNode token : candidate.path("logprobsResult").path("chosenCandidates")) {
            answer.addLogprobs(TokenLogprob.newBuilder()
                    .setToken(Bodies.text(token, "token"))
                    .setLogprob(token.path("logProbability").asDouble()));
        }
        String withheld = WITHHELD.contains(finishReason) ? finishReason : "";
        return new Read(answer.build(), usage, withheld, joined.answerBegins());
    }

    @Override
    public ApiError error(JsonNode body) {
        return GeminiErrors.of(body);
    }

    private static Joined join(byte[] body) throws MalformedAnswerException {
        if (ServerEvent.isStream(body)) {
            return new GeminiStream().join(body);
        }
        JsonNode json = Bodies.json(body);
        return json instanceof ArrayNode pieces ? new GeminiStream().join(pieces) : Joined.inOnePiece(json);
    }

    /** Texts that follow each other are one text, so that a streamed answer is the same as one that came in one piece. */
    private static List<Part> parts(JsonNode given) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : given) {
            if (part.path("thought").asBoolean(false)) {
                continue;
            }
            if (part.path("text").isTextual()) {
                String before = !parts.isEmpty() && parts.getLast().hasText()
                        ? parts.removeLast().getText()
                        : "";
                parts.add(Part.newBuilder()
                        .setText(before + part.path("text").textValue())
                        .build());
            } else if (part.path("functionCall").isObject()) {
                JsonNode call = part.path("functionCall");
                ToolCall.Builder built =
                        ToolCall.newBuilder().setId(Bodies.text(call, "id")).setName(Bodies.text(call, "name"));
                ToolArguments.read(call.path("args"), built);
                parts.add(Part.newBuilder().setToolCall(built).build());
            }
        }
        return parts;
    }

    private static TokenUsage usage(JsonNode usage) {
        long prompt = Bodies.count(usage, "promptTokenCount");
        long cached = Math.min(prompt, Bodies.count(usage, "cachedContentTokenCount"));
        long thoughts = Bodies.count(usage, "thoughtsTokenCount");
        // The results of Google's own tools are read as input, and counted apart from the prompt.
        long toolUse = Bodies.count(usage, "toolUsePromptTokenCount");
        return TokenUsage.newBuilder()
                .setInput(prompt - cached + toolUse)
                .setCachedInput(cached)
                .setOutput(Bodies.count(usage, "candidatesTokenCount") + thoughts)
                .setReasoning(thoughts)
                .build();
    }
}
