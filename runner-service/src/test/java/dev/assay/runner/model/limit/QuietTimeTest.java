package dev.assay.runner.model.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A provider that asks to be left alone is left alone, by everybody (R2, R3). */
class QuietTimeTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(7 * SECOND);
    private final QuietTime quiet = new QuietTime(now::get);

    @Test
    void theThirdRefusalMakesAllWaitUntilItsTimeIsOver() throws Exception {
        assertThat(quiet.await()).isFalse();
        assertThat(quiet.refused(now.get(), now.get() + 2 * SECOND)).isFalse();
        assertThat(quiet.refused(now.get() + 1, now.get() + SECOND)).isFalse();
        assertThat(quiet.left()).isZero();
        assertThat(quiet.refused(now.get() + 2, now.get() + SECOND)).isTrue();
        // The longest that any of them was told.
        assertThat(quiet.left()).isEqualTo(Duration.ofSeconds(2));
        // Hardly later: nothing to tell others, but obeyed.
        assertThat(quiet.refused(now.get(), now.get() + 2 * SECOND + 1_000_000)).isFalse();
        assertThat(quiet.left()).isEqualTo(Duration.ofMillis(2_001));
        assertThat(quiet.refused(now.get(), now.get() + SECOND)).isFalse();
        now.addAndGet(3 * SECOND);
        assertThat(quiet.left()).isZero();
        assertThat(quiet.await()).isFalse();
        // It is over with what was said before, too.
        assertThat(quiet.refused(now.get(), now.get() + SECOND)).isFalse();
        assertThat(quiet.left()).isZero();
    }

    @Test
    void refusalsAmongAnswersAreMeantForTheirRequestsAlone() {
        for (int call = 1; call <= 1_000; call++) {
            now.addAndGet(1_000_000);
            if (call % 10 == 0) {
                quiet.refused(now.get(), now.get() + SECOND);
            } else {
                quiet.answered(now.get());
            }
            assertThat(quiet.left()).isZero();
        }
    }

    @Test
    void nothingLeftIsSaidToAll() {
        assertThat(quiet.closed(now.get(), now.get() + SECOND)).isTrue();
        assertThat(quiet.left()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void itEndsEarlyWhenNearlyAllLaterCallsAreAnswered() throws Exception {
        quiet.closed(now.get(), now.get() + 3_600 * SECOND);
        AtomicBoolean through = new AtomicBoolean();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                quiet.await();
                through.set(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = 0; i < 20; i++) {
            assertThat(quiet.answered(now.get() - 1)).isFalse();
        }
        for (int i = 1; i < QuietTime.ANSWERS; i++) {
            assertThat(quiet.answered(now.get() + i)).isFalse();
        }
        assertThat(quiet.answered(now.get() + 100)).isTrue();
        Eventually.until(Duration.ofSeconds(60), through::get);
        waiting.join();
    }

    @Test
    void aFewAnswersAmongRefusalsDoNotEndIt() {
        long sent = now.get();
        quiet.refused(sent, sent + 60 * SECOND);
        for (int i = 1; i < 40; i++) {
            quiet.refused(sent + i, sent + 60 * SECOND);
            quiet.answered(sent + i);
        }
        assertThat(quiet.left()).isPositive();
    }

    @Test
    void othersAreHeard() {
        quiet.heard(Duration.ZERO);
        assertThat(quiet.left()).isZero();
        quiet.heard(Duration.ofSeconds(4));
        assertThat(quiet.left()).isEqualTo(Duration.ofSeconds(4));
    }
}
