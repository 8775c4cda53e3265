package dev.assay.runner.model.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.testing.Eventually;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** How long a call keeps its place under the limits (R2, R4). */
class LimitedModelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void anAnswerKeepsItsPlaceUntilItIsStored() throws InterruptedException {
        assertThat(sentBeforeTheFirstIsReleased(answered())).isEqualTo(1);
    }

    @Test
    void aFailureOfTheRunKeepsItsPlaceUntilTheRunIsTold() throws InterruptedException {
        assertThat(sentBeforeTheFirstIsReleased(failed(Failure.Scope.RUN))).isEqualTo(1);
    }

    @Test
    void aFailureOfOneCompletionMakesRoomAtOnce() throws InterruptedException {
        assertThat(sentBeforeTheFirstIsReleased(failed(Failure.Scope.COMPLETION)))
                .isEqualTo(2);
    }

    @Test
    void whatIsNotWantedAnyMoreIsNotSentAndLeavesItsPlace() throws InterruptedException {
        AtomicInteger sent = new AtomicInteger();
        try (Limiter limiter = new Limiter(new OnePlace(), "me")) {
            ChatModel model = limiter.limit(
                    (request, timeLeft) -> {
                        sent.incrementAndGet();
                        return answered();
                    },
                    "key",
                    "https://models.example",
                    new Quotas(0, 0, 1));
            assertThatThrownBy(() -> model.complete(request(() -> false), PATIENCE))
                    .isInstanceOf(InterruptedException.class);
            assertThat(sent).hasValue(0);
            model.complete(request(() -> true), PATIENCE).hold().release();
            assertThat(sent).hasValue(1);
        }
    }

    /** Requests that reach a model with one place, after the first has ended so and before its result is released. */
    private static int sentBeforeTheFirstIsReleased(ChatResult first) throws InterruptedException {
        AtomicInteger sent = new AtomicInteger();
        Queue<ChatResult> results = new ConcurrentLinkedQueue<>(List.of(first));
        try (Limiter limiter = new Limiter(new OnePlace(), "me")) {
            ChatModel model = limiter.limit(
                    (request, timeLeft) -> {
                        sent.incrementAndGet();
                        ChatResult result = results.poll();
                        return result == null ? answered() : result;
                    },
                    "key",
                    "https://models.example",
                    new Quotas(0, 0, 1));
            ChatResult result = ask(model);
            Thread second = Thread.ofVirtual().start(() -> {
                try {
                    ask(model).hold().release();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            Eventually.until(PATIENCE, () -> sent.get() == 2 || limiter.waiting() == 1);
            int before = sent.get();
            result.hold().release();
            Eventually.until(PATIENCE, () -> sent.get() == 2);
            assertThat(second.join(PATIENCE)).isTrue();
            return before;
        }
    }

    private static ChatResult ask(ChatModel model) throws InterruptedException {
        return model.complete(request(() -> true), PATIENCE);
    }

    private static ChatRequest request(BooleanSupplier wanted) {
        return new ChatRequest(
                List.of(),
                GenerationParameters.getDefaultInstance(),
                0,
                Map.of(),
                "",
                ChatRequest.Repeats.ALLOWED,
                wanted);
    }

    private static ChatResult answered() {
        return new ChatResult(
                new ChatResult.Answered(Answer.getDefaultInstance()),
                CallTiming.NONE,
                TokenUsage.getDefaultInstance(),
                1);
    }

    private static ChatResult failed(Failure.Scope scope) {
        Failure failure =
                Failure.ofRun(ErrorReason.MODEL_UNAUTHENTICATED, "no", 401).with(scope, "no");
        return ChatResult.failed(failure, CallTiming.NONE, 1);
    }

    /** Grants one place to everybody, without a quota. */
    private static final class OnePlace implements LimitStore {

        @Override
        public Turns take(String key, Quotas quotas, List<Long> asks, List<Change> changes) {
            throw new AssertionError("there is no quota");
        }

        @Override
        public Lease renew(String key, String holder, Wish wish) {
            return new Lease(1, new Learnt(0, 0), Duration.ZERO, Said.NOTHING);
        }

        @Override
        public void past(String key, Quotas quotas, List<Past> pasts) {}

        @Override
        public void quiet(String key, Duration time) {}

        @Override
        public void release(String key, String holder) {}
    }
}
