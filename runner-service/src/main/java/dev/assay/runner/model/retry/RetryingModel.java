package dev.assay.runner.model.retry;

import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.chat.Failure.Scope;
import dev.assay.runner.model.chat.Usages;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.TokenUsage;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Asks again where that can help: exponential backoff with full jitter, never earlier than the provider asks. The same failure several
 * times in a row, to the byte, is taken as permanent. The last attempt that a completion has is not spent on an endpoint that refuses everybody for the
 * rate (429): it waits until somebody is answered again, or for longer than a limit of a minute lasts. The only place where anything is repeated.
 */
public final class RetryingModel implements ChatModel {

    /** The same failure so often in a row will not go away. */
    static final int IDENTICAL_FAILURES = 4;

    /** So long a last attempt waits for somebody to be answered. */
    static final Duration LAST_ATTEMPT_PATIENCE = Duration.ofSeconds(75);

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final ChatModel model;
    private final RetryPolicy policy;
    private final RetryBudget budget;
    private final Pause pause;
    private final RandomGenerator random;

    public RetryingModel(ChatModel model, RetryPolicy policy, RetryBudget budget, Pause pause, RandomGenerator random) {
        this.model = model;
        this.policy = policy;
        this.budget = budget;
        this.pause = pause;
        this.random = random;
    }

    @Override
    public ChatResult complete(ChatRequest request, Duration timeLeft) throws InterruptedException {
        Asking asking = new Asking(timeLeft.compareTo(policy.totalTimeout()) < 0 ? timeLeft : policy.totalTimeout());
        budget.earn();
        while (true) {
            ChatResult result = model.complete(request, asking.left());
            asking.add(result);
            Duration latency = result.timing().latency();
            if (latency != null) {
                budget.answered(latency);
            }
            if (!(result.outcome() instanceof ChatResult.Failed(Failure failure)) || failure.scope() != Scope.ATTEMPT) {
                // Nothing was sent when there are no attempts in the result, as for a credential that is missing.
                return new ChatResult(
                        result.outcome(),
                        asking.timing,
                        asking.usage,
                        asking.attempts - 1 + result.attempts(),
                        result.hold(),
                        result.hint());
            }
            Optional<String> givenUp = asking.failed(failure);
            if (givenUp.isEmpty()) {
                Optional<Failure> refusal = request.repeats().refusal(result);
                if (refusal.isPresent()) {
                    return asking.ended(refusal.get());
                }
                givenUp = asking.waitFor(failure, wait(failure, asking.attempts));
            }
            if (givenUp.isPresent()) {
                return asking.ended(failure.with(Scope.COMPLETION, failure.message() + givenUp.get()));
            }
        }
    }

    /** One completion's attempts so far. */
    private final class Asking {

        private final Duration total;
        private CallTiming timing = CallTiming.NONE;
        private TokenUsage usage = TokenUsage.getDefaultInstance();
        private int attempts;
        private int identical;
        private String fingerprint = "";

        Asking(Duration total) {
            this.total = total;
        }

        Duration left() {
            return total.minus(timing.counted());
        }

        void add(ChatResult result) {
            attempts++;
            timing = timing.then(result.timing());
            usage = Usages.plus(usage, result.usage());
        }

        ChatResult ended(Failure failure) {
            return new ChatResult(new ChatResult.Failed(failure), timing, usage, attempts);
        }

        /** Takes note of a failure; why there is no point in another attempt, if so. */
        Optional<String> failed(Failure failure) {
            boolean same =
                    !failure.fingerprint().isEmpty() && failure.fingerprint().equals(fingerprint);
            identical = same ? identical + 1 : 1;
            fingerprint = failure.fingerprint();
            if (attempts >= policy.maxAttempts()) {
                return Optional.of(attempts == 1 ? "" : " (after " + attempts + " attempts)");
            }
            return identical >= IDENTICAL_FAILURES
                    ? Optional.of(" (the same failure " + identical + " times in a row)")
                    : Optional.empty();
        }

        /** Waits so long, and then until another attempt may be made; why there will be none, if so. */
        Optional<String> waitFor(Failure failure, Duration time) throws InterruptedException {
            Optional<String> givenUp = rest(time);
            boolean last = failure.reason() == ErrorReason.MODEL_RATE_LIMITED && attempts == policy.maxAttempts() - 1;
            long since = budget.now();
            for (Duration waited = time;
                    last
                            && givenUp.isEmpty()
                            && waited.compareTo(LAST_ATTEMPT_PATIENCE) < 0
                            && !budget.hasAnswered(since - time.toNanos());
                    waited = waited.plus(LOOK_EVERY)) {
                givenUp = rest(LOOK_EVERY);
            }
            for (Duration wait = Duration.ZERO; givenUp.isEmpty(); givenUp = rest(wait)) {
                wait = budget.take();
                if (wait.isZero()) {
                    return Optional.empty();
                }
            }
            return givenUp;
        }

        private Optional<String> rest(Duration time) throws InterruptedException {
            if (timing.counted().plus(time).compareTo(total) >= 0) {
                return Optional.of(" (no time left for another attempt after " + attempts + ")");
            }
            long start = System.nanoTime();
            pause.sleep(time);
            timing = timing.plusBackoff(Duration.ofNanos(System.nanoTime() - start));
            return Optional.empty();
        }
    }

    /** What the provider asks for, and a little jitter so that not everyone comes back at once; else full jitter. */
    private Duration wait(Failure failure, int attempts) {
        long bound = policy.backoffBound(attempts).toNanos();
        long jitter = bound <= 0 ? 0 : random.nextLong(bound + 1);
        return failure.retryAfter().map(asked -> asked.plusNanos(jitter / 4)).orElse(Duration.ofNanos(jitter));
    }
}
