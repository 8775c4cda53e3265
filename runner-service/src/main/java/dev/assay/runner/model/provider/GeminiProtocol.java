package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.TokenLogprob;
import dev.assay.type.v1.Image;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.TokenUsage;
import dev.assay.type.v1.Tool;
import dev.assay.type.v1.ToolCall;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

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

    private static final Pattern SIGNING_MODEL = Pattern.compile("gemini-([3-9]|[1-9][0-9]).*");
    private static final String UNSIGNED = "skip_thought_signature_validator";

    private final boolean wantsSignatures;
    private final URI whole;
    private final URI streamed;

    GeminiProtocol(HttpTarget target) {
        String model = target.base() + "/models/" + target.modelId();
        this.wantsSignatures = SIGNING_MODEL.matcher(target.modelId()).matches();
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
    public byte[] body(ChatRequest request) {
        ObjectNode body = Bodies.object();
        ArrayNode contents = Bodies.object().arrayNode();
        ArrayNode system = Bodies.object().arrayNode();
        for (Message message : request.messages()) {
            ArrayNode parts = message.getRole() == Message.Role.SYSTEM
                    ? system
                    : contents.addObject()
                            .put("role", message.getRole() == Message.Role.ASSISTANT ? "model" : "user")
                            .putArray("parts");
            message.getPartsList().forEach(part -> add(part, parts, request.messages()));
            if (wantsSignatures) {
                sign(parts);
            }
        }
        if (!system.isEmpty()) {
            body.putObject("systemInstruction").set("parts", system);
        }
        body.set("contents", contents);
        ObjectNode config = config(request.generation(), request.sampleIndex());
        if (!config.isEmpty()) {
            body.set("generationConfig", config);
        }
        if (request.generation().getToolsCount() > 0) {
            ArrayNode functions = body.putArray("tools").addObject().putArray("functionDeclarations");
            request.generation().getToolsList().forEach(tool -> functions.add(tool(tool)));
        }
        return Bodies.bytes(body);
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

    private static ObjectNode config(GenerationParameters generation, int sampleIndex) {
        ObjectNode config = Bodies.object();
        if (generation.hasTemperature()) {
            config.put("temperature", generation.getTemperature());
        }
        if (generation.hasTopP()) {
            config.put("topP", generation.getTopP());
        }
        if (generation.hasSeed()) {
            config.put("seed", generation.getSeed() + sampleIndex);
        }
        if (generation.hasMaxTokens()) {
            config.put("maxOutputTokens", generation.getMaxTokens());
        }
        if (generation.getStopCount() > 0) {
            ArrayNode stop = config.putArray("stopSequences");
            generation.getStopList().forEach(stop::add);
        }
        if (generation.hasResponseSchema()) {
            config.put("responseMimeType", "application/json");
            config.set("responseJsonSchema", Structs.toJson(generation.getResponseSchema()));
        }
        if (generation.getLogprobs()) {
            config.put("responseLogprobs", true);
        }
        return config;
    }

    private static void add(Part part, ArrayNode parts, List<Message> conversation) {
        switch (part.getContentCase()) {
            case TEXT -> parts.addObject().put("text", part.getText());
            case IMAGE -> image(part.getImage(), parts.addObject());
            case TOOL_CALL ->
                parts.addObject()
                        .putObject("functionCall")
                        .put("name", part.getToolCall().getName())
                        .set("args", Structs.toJson(part.getToolCall().getArguments()));
            case TOOL_RESULT ->
                parts.addObject()
                        .putObject("functionResponse")
                        .put("name", name(part.getToolResult().getToolCallId(), conversation))
                        .putObject("response")
                        .put("result", part.getToolResult().getText());
            case CONTENT_NOT_SET -> {
                // Says nothing.
            }
        }
    }

    /**
     * Marks the first call of a turn as one that the model has not signed, in the word that the API documents for conversations that come from
     * elsewhere. Models since Gemini 3 refuse calls without any.
     */
    private static void sign(ArrayNode parts) {
        for (JsonNode part : parts) {
            if (part.has("functionCall")) {
                ((ObjectNode) part).put("thoughtSignature", UNSIGNED);
                return;
            }
        }
    }

    private static void image(Image image, ObjectNode part) {
        if (image.hasData()) {
            part.putObject("inlineData")
                    .put("mimeType", image.getMediaType())
                    .put(
                            "data",
                            Base64.getEncoder().encodeToString(image.getData().toByteArray()));
        } else {
            ObjectNode data = part.putObject("fileData");
            if (!image.getMediaType().isEmpty()) {
                data.put("mimeType", image.getMediaType());
            }
            data.put("fileUri", image.getUri());
        }
    }

    /** The function whose call had that id; the id itself when no call had it. */
    private static String name(String id, List<Message> conversation) {
        for (Message message : conversation) {
            for (Part part : message.getPartsList()) {
                if (part.hasToolCall() && part.getToolCall().getId().equals(id)) {
                    return part.getToolCall().getName();
                }
            }
        }
        return id;
    }

    private static ObjectNode tool(Tool tool) {
        ObjectNode node = Bodies.object().put("name", tool.getName());
        if (!tool.getDescription().isEmpty()) {
            node.put("description", tool.getDescription());
        }
        if (tool.hasParameters()) {
            node.set("parametersJsonSchema", Structs.toJson(tool.getParameters()));
        }
        return node;
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
