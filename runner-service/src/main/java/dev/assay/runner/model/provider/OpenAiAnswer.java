package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.runner.v1.Answer;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.TokenUsage;
import dev.assay.type.v1.ToolCall;

/**
 * A response in the OpenAI chat completions protocol, read and validated.
 *
 * @param answer the answer of the first choice
 * @param usage tokens reported; all zero when none are
 */
record OpenAiAnswer(Answer answer, TokenUsage usage) {

    /**
     * Reads a response.
     *
     * @throws MalformedAnswerException when it is not a chat completion with at least one whole choice
     */
    static OpenAiAnswer of(JsonNode response) throws MalformedAnswerException {
        if (ApiError.isError(response)) {
            throw new ErrorAnswerException(response);
        }
        if (!response.isObject()) {
            throw new MalformedAnswerException("not a JSON object");
        }
        JsonNode choice = response.path("choices").path(0);
        if (!choice.isObject()) {
            throw new MalformedAnswerException("no choices");
        }
        OpenAiErrors.checkChoice(choice);
        JsonNode message = choice.path("message");
        if (!message.isObject()) {
            throw new MalformedAnswerException("a choice without a message");
        }
        Answer.Builder answer = Answer.newBuilder()
                .setMessage(message(message))
                .setFinishReason(text(choice, "finish_reason"))
                .setServedModel(text(response, "model"))
                .setRefusal(message.path("refusal").isTextual()
                        && !message.path("refusal").textValue().isEmpty());
        answer.addAllLogprobs(OpenAiContent.logprobs(choice.path("logprobs").path("content")));
        return new OpenAiAnswer(answer.build(), OpenAiUsage.of(response.path("usage")));
    }

    private static Message message(JsonNode message) throws MalformedAnswerException {
        Message.Builder built = Message.newBuilder().setRole(Message.Role.ASSISTANT);
        JsonNode content = message.path("content");
        String text = OpenAiContent.text(content);
        String refusal = text(message, "refusal");
        if (text.isEmpty() && !refusal.isEmpty()) {
            built.addParts(Part.newBuilder().setText(refusal));
        } else if (content.isTextual() || content.isArray()) {
            built.addParts(Part.newBuilder().setText(text));
        }
        // An answer of thoughts only, cut off by its limit, has none.
        boolean said = built.getPartsCount() > 0
                || content.isNull()
                || message.hasNonNull("reasoning_content")
                || message.hasNonNull("reasoning");
        for (JsonNode call : message.path("tool_calls")) {
            built.addParts(Part.newBuilder().setToolCall(toolCall(call)));
            said = true;
        }
        if (!said) {
            throw new MalformedAnswerException("a message without content");
        }
        return built.build();
    }

    private static ToolCall toolCall(JsonNode call) throws MalformedAnswerException {
        JsonNode function = call.path("function");
        if (!function.path("name").isTextual()) {
            throw new MalformedAnswerException("a tool call without a function's name");
        }
        ToolCall.Builder built = ToolCall.newBuilder()
                .setId(text(call, "id"))
                .setName(function.path("name").textValue());
        ToolArguments.read(function.path("arguments"), built);
        return built.build();
    }

    private static String text(JsonNode node, String field) {
        return Bodies.text(node, field);
    }
}
