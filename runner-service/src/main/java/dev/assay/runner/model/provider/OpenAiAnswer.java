package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.TokenLogprob;
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
        for (JsonNode token : choice.path("logprobs").path("content")) {
            answer.addLogprobs(TokenLogprob.newBuilder()
                    .setToken(text(token, "token"))
                    .setLogprob(token.path("logprob").asDouble()));
        }
        return new OpenAiAnswer(answer.build(), OpenAiUsage.of(response.path("usage")));
    }

    private static Message message(JsonNode message) throws MalformedAnswerException {
        Message.Builder built = Message.newBuilder().setRole(Message.Role.ASSISTANT);
        JsonNode content = message.path("content");
        boolean said = true;
        if (content.isTextual()) {
            built.addParts(Part.newBuilder().setText(content.textValue()));
        } else if (content.isArray()) {
            for (JsonNode part : content) {
                built.addParts(Part.newBuilder().setText(text(part, "text")));
            }
        } else if (message.path("refusal").isTextual()) {
            built.addParts(Part.newBuilder().setText(message.path("refusal").textValue()));
        } else {
            said = content.isNull();
        }
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
        JsonNode arguments = function.path("arguments");
        if (arguments.isTextual()) {
            ToolArguments.read(arguments.textValue(), built);
        } else if (arguments.isObject()) {
            built.setArguments(Structs.toStruct(arguments));
        }
        return built.build();
    }

    private static String text(JsonNode node, String field) {
        return Bodies.text(node, field);
    }
}
