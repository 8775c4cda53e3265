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
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One probe at a time while an endpoint says "later" (R3). */
class BreakerTest {

    private final Breaker breaker = new Breaker();

    @Test
    void anOutageLetsOneThroughAndAnAnswerLetsAllThrough() throws Exception {
        for (int i = 0; i < Breaker.REFUSALS; i++) {
            breaker.report(breaker.await(), refused(Duration.ofMillis(50)));
        }
        AtomicInteger through = new AtomicInteger();
        AtomicLong probe = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(5);
        for (int i = 0; i < 5; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    long its = breaker.await();
                    probe.compareAndSet(Breaker.NO_PROBE, its);
                    through.incrementAndGet();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    ended.countDown();
                }
            });
        }
        Eventually.until(Duration.ofSeconds(60), () -> through.get() == 1);
        assertThat(ended.getCount()).isEqualTo(4);
        breaker.report(probe.get(), answered());
        ended.await();
        assertThat(through.get()).isEqualTo(5);
    }

    /** Calls that were sent before the outage was known end while one is being tried: they change nothing. */
    @Test
    void whatWasSentBeforeIsNoProbe() throws Exception {
        for (int i = 0; i < Breaker.REFUSALS; i++) {
            breaker.report(breaker.await(), refused(Duration.ofMillis(50)));
        }
        long probe = breaker.await();
        assertThat(probe).isNotEqualTo(Breaker.NO_PROBE);
        for (int i = 0; i < 100; i++) {
            breaker.report(Breaker.NO_PROBE, refused(Duration.ofHours(1)));
            breaker.cancel(Breaker.NO_PROBE);
        }
        Thread second = Thread.ofVirtual().start(() -> {
            try {
                breaker.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(second.join(Duration.ofMillis(200))).isFalse();
        breaker.cancel(probe);
        assertThat(second.join(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void singleFailuresDoNotCount() throws Exception {
        for (int i = 0; i < 100; i++) {
            breaker.report(breaker.await(), i % 7 == 6 ? answered() : refused(Duration.ofHours(1)));
        }
    }

    @Test
    void anEndpointThatNeverWasThereIsNotWaitedFor() throws Exception {
        ChatResult unreachable =
                ChatResult.failed(Failure.transientOne(ErrorReason.MODEL_UNREACHABLE, "gone"), CallTiming.NONE, 1);
        for (int i = 0; i < 100; i++) {
            breaker.report(breaker.await(), unreachable);
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
