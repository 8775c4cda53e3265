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
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The Gemini API's {@code generateContent}. It knows no ids of tool calls, so that a result is told by the name of its function. */
final class GeminiProtocol implements ChatProtocol {

    private static final Set<String> WITHHELD =
            Set.of("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY");

    private final URI uri;

    GeminiProtocol(HttpTarget target) {
        this.uri = URI.create(target.base() + "/models/" + target.modelId() + ":generateContent");
    }

    @Override
    public URI uri() {
        return uri;
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
        JsonNode response = Bodies.json(body);
        if (response.hasNonNull("error")) {
            throw new MalformedAnswerException("an error with status 200: " + errorMessage(response));
        }
        TokenUsage usage = usage(response.path("usageMetadata"));
        if (response.path("promptFeedback").hasNonNull("blockReason")) {
            return new Read(Answer.getDefaultInstance(), usage, true);
        }
        JsonNode candidate = response.path("candidates").path(0);
        String finishReason = Bodies.text(candidate, "finishReason");
        if (!candidate.isObject() || finishReason.isEmpty()) {
            throw new MalformedAnswerException("no candidate that has finished");
        }
        Message.Builder message = Message.newBuilder().setRole(Message.Role.ASSISTANT);
        for (JsonNode part : candidate.path("content").path("parts")) {
            if (part.path("thought").asBoolean(false)) {
                continue;
            }
            if (part.path("text").isTextual()) {
                message.addParts(Part.newBuilder().setText(part.path("text").textValue()));
            } else if (part.path("functionCall").isObject()) {
                JsonNode call = part.path("functionCall");
                message.addParts(Part.newBuilder()
                        .setToolCall(ToolCall.newBuilder()
                                .setId(Bodies.text(call, "id"))
                                .setName(Bodies.text(call, "name"))
                                .setArguments(Structs.toStruct(call.path("args")))));
            }
        }
        Answer.Builder answer = Answer.newBuilder()
                .setMessage(message)
                .setFinishReason(finishReason)
                .setServedModel(Bodies.text(response, "modelVersion"));
        for (JsonNode token : candidate.path("logprobsResult").path("chosenCandidates")) {
            answer.addLogprobs(TokenLogprob.newBuilder()
                    .setToken(Bodies.text(token, "token"))
                    .setLogprob(token.path("logProbability").asDouble()));
        }
        return new Read(answer.build(), usage, WITHHELD.contains(finishReason));
    }

    @Override
    public String errorMessage(JsonNode body) {
        return OpenAiAnswer.errorMessage(body);
    }

    @Override
    public Optional<Duration> retryAfter(JsonNode body) {
        for (JsonNode detail : body.path("error").path("details")) {
            String delay = Bodies.text(detail, "retryDelay");
            if (delay.matches("[0-9]{1,6}(\\.[0-9]{1,9})?s")) {
                BigDecimal seconds = new BigDecimal(delay.substring(0, delay.length() - 1));
                return Optional.of(Duration.ofNanos(seconds.movePointRight(9).longValue()));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean refusesCredential(JsonNode body) {
        for (JsonNode detail : body.path("error").path("details")) {
            if (Bodies.text(detail, "reason").equals("API_KEY_INVALID")) {
                return true;
            }
        }
        return false;
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
        return TokenUsage.newBuilder()
                .setInput(prompt - cached)
                .setCachedInput(cached)
                .setOutput(Bodies.count(usage, "candidatesTokenCount") + thoughts)
                .setReasoning(thoughts)
                .build();
    }
}
