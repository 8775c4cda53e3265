package dev.assay.runner.model.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How long a provider asks to wait, from the headers of its response. */
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int DIGITS = 15;

    private RetryAfter() {}

    /**
     * {@code retry-after-ms} (milliseconds) where there is one, else {@code retry-after} in seconds, whole or decimal, or as an HTTP date
     * (RFC 9110 §10.2.3) relative to the response's own {@code date} or else to {@code now}. At most a day; empty for what cannot be read.
     */
    static Optional<Duration> of(Map<String, String> headers, Instant now) {
        String millis = headers.get("retry-after-ms");
        if (millis != null) {
            Optional<Duration> read = number(millis, 1.0);
            if (read.isPresent()) {
                return read;
            }
        }
        String value = headers.get("retry-after");
        if (value == null) {
            return Optional.empty();
        }
        Optional<Duration> seconds = number(value, 1_000.0);
        if (seconds.isPresent()) {
            return seconds;
        }
        return date(value).map(until -> {
            Instant base = Optional.ofNullable(headers.get("date"))
                    .flatMap(RetryAfter::date)
                    .orElse(now);
            return bounded(Duration.between(base, until));
        });
    }

    private static Optional<Duration> number(String text, double millisPerUnit) {
        String stripped = text.strip();
        if (stripped.length() > DIGITS || !stripped.matches("[0-9]+(\\.[0-9]*)?")) {
            return Optional.empty();
        }
        return Optional.of(bounded(Duration.ofMillis((long) Math.ceil(Double.parseDouble(stripped) * millisPerUnit))));
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                            .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
