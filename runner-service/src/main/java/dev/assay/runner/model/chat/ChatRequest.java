package dev.assay.runner.model.chat;

import dev.assay.dataset.v1.RecordedAnswer;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.type.v1.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What a model is asked.
 *
 * @param messages the conversation, oldest turn first
 * @param generation what is asked besides; what is absent is not sent
 * @param sampleIndex which of the samples of one example this is, from 0
 * @param recorded answers that came with the example, by the name of what gave them
 * @param traceParent W3C trace context that goes with the call; empty for none
 * @param repeats whether the request may be sent again
 * @param wanted whether an answer is still wanted; asked last thing before the request is sent
 */
public record ChatRequest(
        List<Message> messages,
        GenerationParameters generation,
        int sampleIndex,
        Map<String, RecordedAnswer> recorded,
        String traceParent,
        Repeats repeats,
        BooleanSupplier wanted) {

    /** Asked before a request is sent again. */
    @FunctionalInterface
    public interface Repeats {

        /** Always. */
        Repeats ALLOWED = failed -> Optional.empty();

        /** Why it must not be, after an attempt that ended so; empty when it may. */
        Optional<Failure> refusal(ChatResult failed) throws InterruptedException;
    }

    /** A request that may be sent again, and always is wanted. */
    public ChatRequest(
            List<Message> messages,
            GenerationParameters generation,
            int sampleIndex,
            Map<String, RecordedAnswer> recorded,
            String traceParent) {
        this(messages, generation, sampleIndex, recorded, traceParent, Repeats.ALLOWED, () -> true);
    }
}
