package dev.assay.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Waiting without sleeping (STYLE: no sleeps in tests). */
class EventuallyTest {
    @Test
    void returnsOnceTheConditionHolds() {
        AtomicInteger calls = new AtomicInteger();

        Eventually.until(Duration.ofSeconds(10), () -> calls.incrementAndGet() == 4);

        assertThat(calls).hasValue(4);
    }

    @Test
    void takesAnExceptionForNotYet() {
        AtomicInteger calls = new AtomicInteger();

        String value = Eventually.value(Duration.ofSeconds(10), "a value", () -> {
            if (calls.incrementAndGet() < 3) {
                throw new IllegalStateException("too early");
            }
            return Optional.of("there");
        });

        assertThat(value).isEqualTo("there");
    }

    @Test
    void saysWhatDidNotHoldAndWhy() {
        assertThatThrownBy(() -> Eventually.until(Duration.ofMillis(5), "peace on earth", () -> {
                    throw new IllegalStateException("war");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("peace on earth did not hold within 5 ms; it failed last with"
                        + " java.lang.IllegalStateException: war")
                .hasCauseInstanceOf(IllegalStateException.class);
    }
}
