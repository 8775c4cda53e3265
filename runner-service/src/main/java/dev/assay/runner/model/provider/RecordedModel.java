package dev.assay.runner.model.provider;

import dev.assay.dataset.v1.RecordedAnswer;
import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.v1.Answer;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import java.time.Duration;

/**
 * Answers that came with the data; nothing is called. Latency and usage are the recorded ones, and absent when they were not recorded.
 *
 * @param name under which the answers were recorded
 */
public record RecordedModel(String name) implements ChatModel {

    @Override
    public ChatResult complete(ChatRequest request, Duration timeLeft) {
        RecordedAnswer recorded = request.recorded().get(name);
        if (recorded == null) {
            return ChatResult.failed(
                    Failure.permanent(
                            ErrorReason.ANSWER_NOT_RECORDED,
                            "the example has no recorded answer of " + name
                                    + (request.recorded().isEmpty()
                                            ? ""
                                            : "; it has those of "
                                                    + request.recorded().keySet().stream()
                                                            .sorted()
                                                            .limit(10)
                                                            .toList())),
                    CallTiming.NONE,
                    0);
        }
        Answer answer = Answer.newBuilder()
                .setMessage(Message.newBuilder()
                        .setRole(Message.Role.ASSISTANT)
                        .addParts(Part.newBuilder().setText(recorded.getText())))
                .setFinishReason("recorded")
                .setServedModel(name)
                .build();
        CallTiming timing = recorded.hasLatency()
                ? CallTiming.answered(Duration.ofSeconds(
                        recorded.getLatency().getSeconds(),
                        recorded.getLatency().getNanos()))
                : CallTiming.NONE;
        return new ChatResult(new ChatResult.Answered(answer), timing, recorded.getUsage(), 1);
    }
}
