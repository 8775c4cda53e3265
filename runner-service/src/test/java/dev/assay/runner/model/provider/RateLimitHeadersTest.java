package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.model.chat.RateLimitHint;
import dev.assay.runner.model.chat.RateLimitHint.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The documented headers of providers, and garbage (R2). */
class RateLimitHeadersTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void openAi() {
        RateLimitHint hint = read(Map.of(
                "x-ratelimit-limit-requests", "60",
                "x-ratelimit-remaining-requests", "59",
                "x-ratelimit-reset-requests", "1s",
                "x-ratelimit-limit-tokens", "150000",
                "x-ratelimit-remaining-tokens", "149984",
                "x-ratelimit-reset-tokens", "6ms"));
        assertThat(hint.requests()).isEqualTo(quota(60, 59, Duration.ofSeconds(1)));
        assertThat(hint.tokens()).isEqualTo(quota(150_000, 149_984, Duration.ofMillis(6)));
    }

    @Test
    void durationsInAllUnits() {
        assertThat(reset("6m0s")).contains(Duration.ofMinutes(6));
        assertThat(reset("20ms")).contains(Duration.ofMillis(20));
        assertThat(reset("1h2m3.5s")).contains(Duration.ofMillis(3_723_500));
        assertThat(reset("1d1h")).contains(Duration.ofDays(1));
        assertThat(reset("500µs")).contains(Duration.ofNanos(500_000));
        assertThat(reset("12")).contains(Duration.ofSeconds(12));
        assertThat(reset("0.25")).contains(Duration.ofMillis(250));
        assertThat(reset(Long.toString(NOW.getEpochSecond() + 30))).contains(Duration.ofSeconds(30));
        assertThat(reset(Long.toString(NOW.toEpochMilli() + 1_500))).contains(Duration.ofMillis(1_500));
        assertThat(reset("2026-11-24T12:00:07Z")).contains(Duration.ofSeconds(7));
        assertThat(reset("2026-11-24T11:59:07Z")).contains(Duration.ZERO);
        for (String bad : List.of("", "-1", "soon", "1x", "s", "1s2", "1 s", "NaN", "1e9", "6m0s ago")) {
            assertThat(reset(bad)).as(bad).isEmpty();
        }
    }

    @Test
    void aLimitOfADayIsNoLimitOfAMinute() {
        // As Groq documents them: requests a day, tokens a minute.
        RateLimitHint hint = read(Map.of(
                "x-ratelimit-limit-requests", "14400",
                "x-ratelimit-remaining-requests", "14370",
                "x-ratelimit-reset-requests", "2m59.56s",
                "x-ratelimit-limit-tokens", "18000",
                "x-ratelimit-remaining-tokens", "17997",
                "x-ratelimit-reset-tokens", "7.66ms"));
        assertThat(hint.requests().perMinute()).isZero();
        assertThat(hint.requests().remaining()).isEqualTo(14_370);
        assertThat(hint.tokens().perMinute()).isEqualTo(18_000);
    }

    @Test
    void azure() {
        RateLimitHint hint =
                read(Map.of("x-ratelimit-remaining-requests", "19", "x-ratelimit-remaining-tokens", "19913"));
        assertThat(hint.requests()).isEqualTo(new Quota(0, 19, Optional.empty()));
        assertThat(hint.tokens()).isEqualTo(new Quota(0, 19_913, Optional.empty()));
        // Seen where a deployment has no such limit.
        assertThat(read(Map.of(
                                "x-ratelimit-limit-tokens", "-1",
                                "x-ratelimit-remaining-tokens", "-1",
                                "x-ratelimit-reset-tokens", "0"))
                        .tokens()
                        .closedFor())
                .isZero();
    }

    @Test
    void anthropic() {
        RateLimitHint hint = read(Map.of(
                "anthropic-ratelimit-requests-limit", "4000",
                "anthropic-ratelimit-requests-remaining", "0",
                "anthropic-ratelimit-requests-reset", "2026-11-24T12:00:20Z",
                "anthropic-ratelimit-tokens-limit", "400000",
                "anthropic-ratelimit-tokens-remaining", "312000",
                "anthropic-ratelimit-tokens-reset", "2026-11-24T12:00:13Z",
                "anthropic-ratelimit-output-tokens-limit", "80000",
                "anthropic-ratelimit-output-tokens-remaining", "0",
                "anthropic-ratelimit-output-tokens-reset", "2026-11-24T12:00:40Z"));
        assertThat(hint.requests()).isEqualTo(quota(4_000, 0, Duration.ofSeconds(20)));
        assertThat(hint.requests().closedFor()).isEqualTo(Duration.ofSeconds(20));
        assertThat(hint.tokens()).isEqualTo(quota(400_000, 0, Duration.ofSeconds(40)));
    }

    @Test
    void theDraftOfTheIetf() {
        assertThat(read(Map.of("ratelimit-policy", "\"default\";q=100;w=10", "ratelimit", "\"default\";r=0;t=3"))
                        .requests())
                .isEqualTo(quota(600, 0, Duration.ofSeconds(3)));
        assertThat(read(Map.of("ratelimit-policy", "100;w=60", "ratelimit", "limit=100, remaining=50, reset=5"))
                        .requests())
                .isEqualTo(quota(100, 50, Duration.ofSeconds(5)));
        assertThat(read(Map.of("ratelimit-limit", "100", "ratelimit-remaining", "0", "ratelimit-reset", "9"))
                        .requests())
                .isEqualTo(quota(0, 0, Duration.ofSeconds(9)));
        assertThat(read(Map.of("ratelimit-policy", "\"bytes\";q=65535;w=10;qu=\"content-bytes\""))
                        .requests()
                        .perMinute())
                .isZero();
        assertThat(read(Map.of("ratelimit-policy", "\"hour\";q=1000;w=3600"))
                        .requests()
                        .perMinute())
                .isZero();
        assertThat(read(Map.of("ratelimit-policy", "\"a\";q=10;w=1, \"b\";q=100;w=60"))
                        .requests()
                        .perMinute())
                .isZero();
    }

    @Test
    void nothingIsSaidByOtherHeaders() {
        assertThat(read(Map.of("content-type", "application/json", "date", "x")))
                .isSameAs(RateLimitHint.NONE);
    }

    @Test
    void garbageIsIgnored() {
        Random random = new Random(11);
        List<String> names = List.of(
                "x-ratelimit-limit-requests",
                "x-ratelimit-remaining-requests",
                "x-ratelimit-reset-requests",
                "x-ratelimit-limit-tokens",
                "x-ratelimit-remaining-tokens",
                "x-ratelimit-reset-tokens",
                "anthropic-ratelimit-tokens-limit",
                "anthropic-ratelimit-input-tokens-remaining",
                "anthropic-ratelimit-input-tokens-reset",
                "x-ratelimit-reset",
                "ratelimit",
                "ratelimit-policy",
                "ratelimit-reset");
        String alphabet = "0123456789.-+:;,=\"wqrtms hdTZ\u00b5\u0660\u0000\ud83d\ude00eE/";
        for (int round = 0; round < 20_000; round++) {
            Map<String, String> headers = new HashMap<>();
            for (String name : names) {
                StringBuilder value = new StringBuilder();
                for (int i = random.nextInt(round % 100 == 0 ? 5_000 : 25); i > 0; i--) {
                    value.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                headers.put(name, value.toString());
            }
            RateLimitHint hint = read(headers);
            for (Quota each : List.of(hint.requests(), hint.tokens())) {
                assertThat(each.perMinute()).isBetween(0L, 60_000_000_000_000L);
                assertThat(each.remaining()).isGreaterThanOrEqualTo(-1);
                assertThat(each.closedFor()).isBetween(Duration.ZERO, Duration.ofDays(1));
            }
        }
    }

    private static Optional<Duration> reset(String value) {
        return read(Map.of("x-ratelimit-reset-requests", value)).requests().reset();
    }

    private static RateLimitHint read(Map<String, String> headers) {
        return RateLimitHeaders.read(headers, NOW);
    }

    private static Quota quota(long perMinute, long remaining, Duration reset) {
        return new Quota(perMinute, remaining, Optional.of(reset));
    }
}
