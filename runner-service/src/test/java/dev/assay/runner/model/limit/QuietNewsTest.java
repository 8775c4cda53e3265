package dev.assay.runner.model.limit;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who has not been refused itself hears from the other replicas that a provider asks to be left alone (R2). Serves promptfoo#7262. */
class QuietNewsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Quotas QUOTAS = new Quotas(0, 0, 2);

    @Test
    void aRefusalOfOneReplicaHoldsTheOtherBack() throws InterruptedException {
        Board board = new Board();
        try (Limiter refused = new Limiter(board, "one");
                Limiter other = new Limiter(board, "two")) {
            ChatModel model = limited(refused, refused());
            for (int i = 0; i < QuietTime.REFUSALS; i++) {
                ask(model);
            }
            assertThat(refused.quiet()).isEqualTo(1);
            // News is heard with the lease, which only those have who call.
            ChatModel elsewhere = limited(other, answered());
            Eventually.until(PATIENCE, "the other replica hears of it", () -> other.quiet() == 1 || called(elsewhere));
            assertThat(other.quiet()).isEqualTo(1);
            assertThat(board.told.get()).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
        }
    }

    /** Asks once in the background; never true, since only the news counts. */
    private static boolean called(ChatModel model) {
        Thread.ofVirtual().start(() -> {
            try {
                ask(model);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return false;
    }

    private static ChatModel limited(Limiter limiter, ChatResult result) {
        return limiter.limit((request, timeLeft) -> result, "key", "https://models.example", QUOTAS);
    }

    private static void ask(ChatModel model) throws InterruptedException {
        model.complete(new ChatRequest(List.of(), GenerationParameters.getDefaultInstance(), 0, Map.of(), ""), PATIENCE)
                .hold()
                .release();
    }

    private static ChatResult refused() {
        return ChatResult.failed(
                new Failure(
                        ErrorReason.MODEL_RATE_LIMITED,
                        "later",
                        429,
                        Failure.Scope.ATTEMPT,
                        Optional.of(Duration.ofHours(1)),
                        ""),
                CallTiming.NONE,
                1);
    }

    private static ChatResult answered() {
        return new ChatResult(
                new ChatResult.Answered(Answer.getDefaultInstance()),
                CallTiming.NONE,
                TokenUsage.getDefaultInstance(),
                1);
    }

    /** What replicas share, without quotas. */
    private static final class Board implements LimitStore {

        private final AtomicReference<Duration> told = new AtomicReference<>(Duration.ZERO);

        @Override
        public Turns take(String key, Quotas quotas, List<Long> asks, List<Change> changes) {
            throw new AssertionError("there is no quota");
        }

        @Override
        public Lease renew(String key, String holder, Wish wish) {
            return new Lease(2, new Learnt(0, 0), told.get(), Said.NOTHING);
        }

        @Override
        public void past(String key, Quotas quotas, List<Past> pasts) {}

        @Override
        public void quiet(String key, Duration time) {
            told.set(time);
        }

        @Override
        public void release(String key, String holder) {}
    }
}
