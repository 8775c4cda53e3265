package dev.assay.runner.model.chat;

import dev.assay.dataset.v1.RecordedAnswer;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.type.v1.Message;
import java.util.List;
import java.util.Map;

/**
 * What a model is asked.
 *
 * @param messages the conversation, oldest turn first
 * @param generation what is asked besides; what is absent is not sent
 * @param sampleIndex which of the samples of one example this is, from 0
 * @param recorded answers that came with the example, by the name of what gave them
 * @param traceParent W3C trace context that goes with the call; empty for none
 */
public record ChatRequest(
        List<Message> messages,
        GenerationParameters generation,
        int sampleIndex,
        Map<String, RecordedAnswer> recorded,
        String traceParent) {}
