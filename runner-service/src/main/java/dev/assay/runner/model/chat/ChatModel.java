package dev.assay.runner.model.chat;

import java.time.Duration;

/** A model that answers. What cuts across — limits, retries — is a decorator of this. Safe for use by many threads. */
@FunctionalInterface
public interface ChatModel {

    /**
     * Asks once for an answer. Whatever goes wrong with the model is a {@link Failure} in the result, not an exception.
     *
     * @param timeLeft the answer must be there, or given up, within so long; waits for limits are not counted
     * @throws InterruptedException when the run was stopped meanwhile
     */
    ChatResult complete(ChatRequest request, Duration timeLeft) throws InterruptedException;
}
