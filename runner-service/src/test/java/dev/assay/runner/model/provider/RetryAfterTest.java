package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The forms in which servers say when to come back: R3. */
class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");

    @Test
    void secondsMillisecondsAndDates() {
        assertThat(wait("retry-after", "7")).contains(Duration.ofSeconds(7));
        assertThat(wait("retry-after", " 1.5 ")).contains(Duration.ofMillis(1_500));
        assertThat(wait("retry-after", "0")).contains(Duration.ZERO);
        assertThat(wait("retry-after", "99999999")).contains(Duration.ofDays(1));
        assertThat(wait("retry-after", "Wed, 25 Nov 2026 00:00:30 GMT")).contains(Duration.ofSeconds(30));
        assertThat(wait("retry-after", "Tue, 24 Nov 2026 00:00:00 GMT")).contains(Duration.ZERO);
        assertThat(wait("retry-after-ms", "286")).contains(Duration.ofMillis(286));
        assertThat(wait("retry-after-ms", "0.5")).contains(Duration.ofMillis(1));
    }

    @Test
    void millisecondsComeFirstAndAServersOwnClockCounts() {
        assertThat(RetryAfter.of(Map.of("retry-after-ms", "1500", "retry-after", "2"), NOW))
                .contains(Duration.ofMillis(1_500));
        assertThat(RetryAfter.of(Map.of("retry-after-ms", "soon", "retry-after", "2"), NOW))
                .contains(Duration.ofSeconds(2));
        assertThat(RetryAfter.of(
                        Map.of(
                                "retry-after", "Wed, 25 Nov 2026 01:00:30 GMT",
                                "date", "Wed, 25 Nov 2026 01:00:00 GMT"),
                        NOW))
                .contains(Duration.ofSeconds(30));
    }

    @Test
    void whatCannotBeReadIsNotThere() {
        for (String odd : List.of("", "soon", "-1", "1,5", "1e3", "١", "Wed, 25 Nov", "9".repeat(400))) {
            assertThat(wait("retry-after", odd)).as(odd).isEqualTo(Optional.empty());
            assertThat(wait("retry-after-ms", odd)).as(odd).isEqualTo(Optional.empty());
        }
        assertThat(RetryAfter.of(Map.of(), NOW)).isEqualTo(Optional.empty());
    }

    private static Optional<Duration> wait(String header, String value) {
        return RetryAfter.of(Map.of(header, value), NOW);
    }
}
