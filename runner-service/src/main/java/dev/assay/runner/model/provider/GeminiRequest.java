package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.type.v1.Image;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.Tool;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** The bodies of requests to the Gemini API. */
final class GeminiRequest {

    private static final Pattern SIGNING_MODEL = Pattern.compile("gemini-([3-9]|[1-9][0-9]).*");
    private static final String UNSIGNED = "skip_thought_signature_validator";

    private final boolean wantsSignatures;

    /** @param modelId the id that the API knows the model by */
    GeminiRequest(String modelId) {
        this.wantsSignatures = SIGNING_MODEL.matcher(modelId).matches();
    }

    /** The body, JSON in UTF-8. */
    byte[] body(ChatRequest request) {
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
}
