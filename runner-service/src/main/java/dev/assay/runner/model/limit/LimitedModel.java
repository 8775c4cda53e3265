package dev.assay.runner.model.limit;

import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.limit.EndpointLimits.Pass;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model whose every attempt waits for its turn under the limits of its endpoint, and keeps its place until its answer is stored. */
final class LimitedModel implements ChatModel {

    private final ChatModel model;
    private final EndpointLimits limits;

    LimitedModel(ChatModel model, EndpointLimits limits) {
        this.model = model;
        this.limits = limits;
    }

    @Override
    public ChatResult complete(ChatRequest request, Duration timeLeft) throws InterruptedException {
        Optional<Failure> refusal = limits.refusal(request);
        if (refusal.isPresent()) {
            return ChatResult.failed(refusal.get(), CallTiming.NONE, 0);
        }
        long start = System.nanoTime();
        Pass pass = limits.enter(request);
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        @Nullable ChatResult result = null;
        try {
            result = model.complete(request, timeLeft);
        } finally {
            if (result == null) {
                limits.giveUp();
            }
        }
        return result.with(result.timing().plusLimited(waited)).with(limits.ended(pass, result));
    }
}
