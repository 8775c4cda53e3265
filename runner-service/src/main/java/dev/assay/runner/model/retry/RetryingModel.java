package dev.assay.runner.model.retry;

import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.chat.Failure.Scope;
import dev.assay.runner.model.chat.Usages;
import dev.assay.type.v1.TokenUsage;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Asks again where that can help: exponential backoff with full jitter, never earlier than the provider asks. The same failure several
 * times in a row, to the byte, is taken as permanent. The only place where anything is repeated.
 */
public final class RetryingModel implements ChatModel {

    /** The same failure so often in a row will not go away. */
    static final int IDENTICAL_FAILURES = 4;

    private final ChatModel model;
    private final RetryPolicy policy;
    private final Pause pause;
    private final RandomGenerator random;

    public RetryingModel(ChatModel model, RetryPolicy policy, Pause pause, RandomGenerator random) {
        this.model = model;
        this.policy = policy;
        this.pause = pause;
        this.random = random;
    }

    @Override
    public ChatResult complete(ChatRequest request, Duration timeLeft) throws InterruptedException {
        Duration total = timeLeft.compareTo(policy.totalTimeout()) < 0 ? timeLeft : policy.totalTimeout();
        CallTiming timing = CallTiming.NONE;
        TokenUsage usage = TokenUsage.getDefaultInstance();
        String fingerprint = "";
        int identical = 0;
        for (int attempts = 1; ; attempts++) {
            ChatResult result = model.complete(request, total.minus(timing.counted()));
            timing = timing.then(result.timing());
            usage = Usages.plus(usage, result.usage());
            if (!(result.outcome() instanceof ChatResult.Failed(Failure failure)) || failure.scope() != Scope.ATTEMPT) {
                // Nothing was sent when there are no attempts in the result, as for a credential that is missing.
                int sent = attempts - 1 + result.attempts();
                return new ChatResult(result.outcome(), timing, usage, sent, result.hold());
            }
            boolean same =
                    !failure.fingerprint().isEmpty() && failure.fingerprint().equals(fingerprint);
            identical = same ? identical + 1 : 1;
            fingerprint = failure.fingerprint();
            String givenUp = null;
            Duration wait = Duration.ZERO;
            if (attempts >= policy.maxAttempts()) {
                givenUp = attempts == 1 ? "" : " (after " + attempts + " attempts)";
            } else if (identical >= IDENTICAL_FAILURES) {
                givenUp = " (the same failure " + identical + " times in a row)";
            } else {
                wait = wait(failure, attempts);
                if (timing.counted().plus(wait).compareTo(total) >= 0) {
                    givenUp = " (no time left for another attempt after " + attempts + ")";
                }
            }
            if (givenUp != null) {
                Failure last = failure.with(Scope.COMPLETION, failure.message() + givenUp);
                return new ChatResult(new ChatResult.Failed(last), timing, usage, attempts);
            }
            Optional<Failure> refusal = request.repeats().refusal(result);
            if (refusal.isPresent()) {
                return new ChatResult(new ChatResult.Failed(refusal.get()), timing, usage, attempts);
            }
            long start = System.nanoTime();
            pause.sleep(wait);
            timing = timing.plusBackoff(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** What the provider asks for, and a little jitter so that not everyone comes back at once; else full jitter. */
    private Duration wait(Failure failure, int attempts) {
        long bound = policy.backoffBound(attempts).toNanos();
        long jitter = bound <= 0 ? 0 : random.nextLong(bound + 1);
        return failure.retryAfter().map(asked -> asked.plusNanos(jitter / 4)).orElse(Duration.ofNanos(jitter));
    }
}
