package dev.assay.runner.model.limit;

import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import java.time.Duration;

/** A model whose every attempt waits for its turn under the limits of its endpoint. */
final class LimitedModel implements ChatModel {

    private final ChatModel model;
    private final EndpointLimits limits;

    LimitedModel(ChatModel model, EndpointLimits limits) {
        this.model = model;
        this.limits = limits;
    }

    @Override
    public ChatResult complete(ChatRequest request, Duration timeLeft) throws InterruptedException {
        long start = System.nanoTime();
        limits.enter();
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        try {
            ChatResult result = model.complete(request, timeLeft);
            return result.with(result.timing().plusLimited(waited));
        } finally {
            limits.leave();
        }
    }
}
