package dev.assay.scoring.execution;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.Duration;
import dev.assay.runner.v1.StreamCompletionsResponse;
import dev.assay.scoring.evaluation.Runner.Batch;
import dev.assay.scoring.result.Structs;
import dev.assay.scoring.scorer.Completion;
import dev.assay.scoring.scorer.Completion.Answered;
import dev.assay.scoring.scorer.Completion.Failed;
import dev.assay.scoring.scorer.Completion.Measures;
import dev.assay.scoring.scorer.Completion.Money;
import dev.assay.scoring.scorer.Completion.Reply;
import dev.assay.scoring.scorer.Target;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.ToolCallList;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Completions from messages of the runner's contract. */
final class CompletionMessages {

    private static final double NANOS = 1e9;

    private CompletionMessages() {}

    static Batch batch(StreamCompletionsResponse response) {
        return new Batch(
                response.getCompletionsList().stream()
                        .map(CompletionMessages::completion)
                        .toList(),
                response.getResumeToken(),
                response.hasEndedRun() ? Optional.of(RunMessages.state(response.getEndedRun())) : Optional.empty());
    }

    static Completion completion(dev.assay.runner.v1.Completion message) {
        return new Completion(
                message.getExample(),
                message.getSampleIndex(),
                message.getPosition(),
                input(message.getMessagesList()),
                target(message.getTarget()),
                message.getCategory(),
                message.getTagsList(),
                message.getCluster(),
                reply(message),
                measures(message));
    }

    private static String input(List<Message> messages) {
        if (messages.size() == 1) {
            return text(messages.getFirst());
        }
        return messages.stream()
                .map(message -> message.getRole().name().toLowerCase(java.util.Locale.ROOT) + ": " + text(message))
                .collect(Collectors.joining("\n"));
    }

    private static String text(Message message) {
        return message.getPartsList().stream()
                .filter(Part::hasText)
                .map(Part::getText)
                .collect(Collectors.joining());
    }

    private static Reply reply(dev.assay.runner.v1.Completion message) {
        return switch (message.getOutcomeCase()) {
            case ANSWER -> new Answered(text(message.getAnswer().getMessage()));
            case ERROR ->
                new Failed(
                        message.getError().getReason().name(),
                        message.getError().getMessage());
            case OUTCOME_NOT_SET -> new Failed("INTERNAL_ERROR", "the completion has no outcome");
        };
    }

    private static Target target(dev.assay.type.v1.Target target) {
        return switch (target.getKindCase()) {
            case TEXT -> new Target.Texts(List.of(target.getText()));
            case TEXTS -> new Target.Texts(target.getTexts().getTextsList());
            case LABEL -> new Target.Texts(List.of(target.getLabel()));
            case JSON -> new Target.Json(Structs.toJson(target.getJson()));
            case NUMBER ->
                Double.isFinite(target.getNumber())
                        ? new Target.Number(BigDecimal.valueOf(target.getNumber()))
                        : new Target.None();
            case TOOL_CALLS -> new Target.Json(toolCalls(target.getToolCalls()));
            case KIND_NOT_SET -> new Target.None();
        };
    }

    private static ArrayNode toolCalls(ToolCallList calls) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        calls.getToolCallsList().forEach(call -> {
            array.addObject().put("name", call.getName()).set("arguments", Structs.toJson(call.getArguments()));
        });
        return array;
    }

    private static Measures measures(dev.assay.runner.v1.Completion message) {
        boolean latency = message.hasAnswer() && message.getTiming().hasLatency();
        boolean tokens = message.hasAnswer() && message.hasUsage();
        boolean cost = message.hasCost() && !message.getCost().getCurrencyCode().isEmpty();
        return new Measures(
                latency ? OptionalDouble.of(seconds(message.getTiming().getLatency())) : OptionalDouble.empty(),
                tokens ? OptionalDouble.of(message.getUsage().getOutput()) : OptionalDouble.empty(),
                cost
                        ? Optional.of(new Money(
                                message.getCost().getCurrencyCode(),
                                new BigDecimal(message.getCost().getAmount())))
                        : Optional.empty());
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNanos() / NANOS;
    }
}
