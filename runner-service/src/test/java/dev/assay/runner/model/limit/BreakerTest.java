package dev.assay.runner.model.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.v1.Answer;
import dev.assay.testing.Eventually;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.TokenUsage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One probe at a time while an endpoint says "later" (R3). */
class BreakerTest {

    private final Breaker breaker = new Breaker();

    @Test
    void anOutageLetsOneThroughAndAnAnswerLetsAllThrough() throws Exception {
        for (int i = 0; i < Breaker.REFUSALS; i++) {
            breaker.await();
            breaker.report(refused(Duration.ofMillis(50)));
        }
        AtomicInteger through = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(5);
        for (int i = 0; i < 5; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    breaker.await();
                    through.incrementAndGet();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    ended.countDown();
                }
            });
        }
        Eventually.until(Duration.ofSeconds(10), () -> through.get() == 1);
        assertThat(ended.getCount()).isEqualTo(4);
        breaker.report(answered());
        ended.await();
        assertThat(through.get()).isEqualTo(5);
    }

    @Test
    void singleFailuresDoNotCount() throws Exception {
        for (int i = 0; i < 100; i++) {
            breaker.await();
            breaker.report(i % 7 == 6 ? answered() : refused(Duration.ofHours(1)));
        }
    }

    @Test
    void anEndpointThatNeverWasThereIsNotWaitedFor() throws Exception {
        ChatResult unreachable =
                ChatResult.failed(Failure.transientOne(ErrorReason.MODEL_UNREACHABLE, "gone"), CallTiming.NONE, 1);
        for (int i = 0; i < 100; i++) {
            breaker.await();
            breaker.report(unreachable);
        }
    }

    private static ChatResult refused(Duration after) {
        return ChatResult.failed(
                new Failure(
                        ErrorReason.MODEL_RATE_LIMITED, "later", 429, Failure.Scope.ATTEMPT, Optional.of(after), ""),
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
}
