package dev.assay.runner.model.provider;

import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;

/** Keeps secrets out of what is stored. */
final class Secrets {

    private Secrets() {}

    /** The result without the secret in its message: servers have been seen to repeat the key that they refuse. */
    static ChatResult removed(ChatResult result, String secret) {
        if (secret.isEmpty()
                || !(result.outcome() instanceof ChatResult.Failed(Failure failure))
                || !failure.message().contains(secret)) {
            return result;
        }
        Failure clean = failure.with(failure.scope(), failure.message().replace(secret, "***"));
        return new ChatResult(new ChatResult.Failed(clean), result.timing(), result.usage(), result.attempts());
    }
}
