package dev.assay.runner.model.limit;

import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.limit.EndpointLimits.Pass;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A model whose every attempt waits for its turn under the limits of its endpoint, and keeps its place until its answer is stored. */
final class LimitedModel implements ChatModel {

    private final ChatModel model;
    private final Supplier<EndpointLimits> shared;

    LimitedModel(ChatModel model, Supplier<EndpointLimits> shared) {
        this.model = model;
        this.shared = shared;
    }

    @Override
    public ChatResult complete(ChatRequest request, Duration timeLeft) throws InterruptedException {
        EndpointLimits limits = shared.get();
        Optional<Failure> refusal = limits.refusal(request);
        if (refusal.isPresent()) {
            return ChatResult.failed(refusal.get(), CallTiming.NONE, 0);
        }
        long start = System.nanoTime();
        Pass pass = limits.enter(request);
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        @Nullable ChatResult result = null;
        try {
            if (!request.wanted().getAsBoolean()) {
                throw new InterruptedException("not wanted any more");
            }
            result = model.complete(request, timeLeft);
        } finally {
            if (result == null) {
                limits.giveUp(pass);
            }
        }
        return result.with(result.timing().plusLimited(waited)).with(limits.ended(pass, result));
    }
}
