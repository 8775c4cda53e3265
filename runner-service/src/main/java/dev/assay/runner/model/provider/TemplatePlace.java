package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A place in the template of a request's body. */
enum TemplatePlace {
    PROMPT,
    SYSTEM,
    MESSAGES,
    MODEL,
    TEMPERATURE,
    TOP_P,
    MAX_TOKENS,
    SEED,
    STOP,
    TOOLS,
    RESPONSE_SCHEMA,
    SAMPLE_INDEX;

    /** The place of that name in lower case. */
    static Optional<TemplatePlace> named(String name) {
        for (TemplatePlace place : values()) {
            if (place.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    /** What stands there in a request; null when the request has nothing for it. */
    @Nullable
    JsonNode value(ChatRequest request, String modelId) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        GenerationParameters generation = request.generation();
        return switch (this) {
            case PROMPT -> json.textNode(text(lastUser(request.messages())));
            case SYSTEM -> system(request.messages());
            case MESSAGES -> OpenAiRequest.messages(request.messages());
            case MODEL -> modelId.isEmpty() ? null : json.textNode(modelId);
            case TEMPERATURE -> generation.hasTemperature() ? json.numberNode(generation.getTemperature()) : null;
            case TOP_P -> generation.hasTopP() ? json.numberNode(generation.getTopP()) : null;
            case MAX_TOKENS -> generation.hasMaxTokens() ? json.numberNode(generation.getMaxTokens()) : null;
            case SEED -> generation.hasSeed() ? json.numberNode(generation.getSeed() + request.sampleIndex()) : null;
            case STOP -> stop(generation.getStopList());
            case TOOLS -> generation.getToolsCount() == 0 ? null : OpenAiRequest.tools(generation.getToolsList());
            case RESPONSE_SCHEMA ->
                generation.hasResponseSchema() ? Structs.toJson(generation.getResponseSchema()) : null;
            case SAMPLE_INDEX -> json.numberNode(request.sampleIndex());
        };
    }

    /** The last turn of the user, or the last turn when the user has none. */
    private static Message lastUser(List<Message> messages) {
        for (Message message : messages.reversed()) {
            if (message.getRole() == Message.Role.USER) {
                return message;
            }
        }
        return messages.isEmpty() ? Message.getDefaultInstance() : messages.getLast();
    }

    private static @Nullable JsonNode system(List<Message> messages) {
        List<String> texts = messages.stream()
                .filter(message -> message.getRole() == Message.Role.SYSTEM)
                .map(TemplatePlace::text)
                .toList();
        return texts.isEmpty() ? null : JsonNodeFactory.instance.textNode(String.join("\n\n", texts));
    }

    private static @Nullable JsonNode stop(List<String> texts) {
        if (texts.isEmpty()) {
            return null;
        }
        ArrayNode stop = JsonNodeFactory.instance.arrayNode();
        texts.forEach(stop::add);
        return stop;
    }

    private static String text(Message message) {
        return message.getPartsList().stream().map(Part::getText).collect(Collectors.joining());
    }
}
