package dev.assay.runner.model.provider;

import dev.assay.runner.model.chat.RateLimitHint;
import dev.assay.runner.model.chat.RateLimitHint.Quota;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a response say of limits: {@code x-ratelimit-*} as OpenAI, Azure and many gateways send them,
 * {@code anthropic-ratelimit-*}, and {@code ratelimit}/{@code ratelimit-policy} of draft-ietf-httpapi-ratelimit-headers in its shapes up to
 * version 11. What cannot be read is as if it were not there.
 */
final class RateLimitHeaders {

    private static final String OPENAI = "x-ratelimit-";
    private static final String ANTHROPIC = "anthropic-ratelimit-";
    private static final Duration LONGEST = Duration.ofDays(1);

    /** A limit whose time is longer, such as a day, is not one of a minute. */
    private static final double LONGEST_MINUTE_SECONDS = 150;

    private static final double SECONDS_PER_MINUTE = 60;
    private static final long MOST = 1_000_000_000_000L;
    private static final int MOST_CHARACTERS = 200;
    private static final double EPOCH_SECONDS = 1e9;
    private static final double EPOCH_MILLIS = 1e12;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{0,9})?");
    private static final Pattern UNITS = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,12})?)(ms|us|µs|ns|d|h|m|s)");
    private static final Pattern PARAMETER = Pattern.compile("[;,]\\s*([a-z]{1,10})\\s*=\\s*\"?([a-z0-9-]{1,20})\"?");

    private RateLimitHeaders() {}

    /**
     * What they say.
     *
     * @param headers by lower-case name
     * @param now what times of day are relative to
     */
    static RateLimitHint read(Map<String, String> headers, Instant now) {
        boolean any = false;
        for (String name : headers.keySet()) {
            any |= name.contains("ratelimit");
        }
        if (!any) {
            return RateLimitHint.NONE;
        }
        Quota requests = openAi(headers, "requests", now);
        if (requests.equals(Quota.UNKNOWN)) {
            requests = anthropic(headers, "requests", now);
        }
        if (requests.equals(Quota.UNKNOWN)) {
            requests = draft(headers, now);
        }
        if (requests.equals(Quota.UNKNOWN)) {
            requests = new Quota(0, count(headers.get(OPENAI + "remaining")), time(headers.get(OPENAI + "reset"), now));
        }
        Quota tokens = openAi(headers, "tokens", now);
        for (String kind : new String[] {"tokens", "input-tokens", "output-tokens"}) {
            tokens = scarcer(tokens, anthropic(headers, kind, now), kind.equals("tokens"));
        }
        return new RateLimitHint(requests, tokens);
    }

    private static Quota openAi(Map<String, String> headers, String kind, Instant now) {
        long limit = count(headers.get(OPENAI + "limit-" + kind));
        long remaining = count(headers.get(OPENAI + "remaining-" + kind));
        Optional<Duration> reset = time(headers.get(OPENAI + "reset-" + kind), now);
        return quota(aMinutes(limit, remaining, reset), remaining, reset);
    }

    /** The limit when it is one of a minute, as the time that it takes to fill up what was used tells; else 0. */
    private static long aMinutes(long limit, long remaining, Optional<Duration> reset) {
        if (limit <= 0
                || remaining < 0
                || remaining >= limit
                || reset.isEmpty()
                || reset.get().isZero()) {
            return 0;
        }
        double seconds = reset.get().toMillis() / 1e3 * limit / (limit - remaining);
        return seconds > LONGEST_MINUTE_SECONDS ? 0 : limit;
    }

    private static Quota anthropic(Map<String, String> headers, String kind, Instant now) {
        long limit = count(headers.get(ANTHROPIC + kind + "-limit"));
        return quota(
                Math.max(0, limit),
                count(headers.get(ANTHROPIC + kind + "-remaining")),
                time(headers.get(ANTHROPIC + kind + "-reset"), now));
    }

    private static Quota draft(Map<String, String> headers, Instant now) {
        String policy = headers.getOrDefault("ratelimit-policy", "").toLowerCase(Locale.ROOT);
        String state = headers.getOrDefault("ratelimit", "").toLowerCase(Locale.ROOT);
        if (policy.length() > MOST_CHARACTERS || state.length() > MOST_CHARACTERS) {
            return Quota.UNKNOWN;
        }
        long remaining = count(headers.get("ratelimit-remaining"));
        Optional<Duration> reset = time(headers.get("ratelimit-reset"), now);
        // With several policies it is not known which of them the state is about; the first one in the list is taken.
        if (!state.isEmpty()) {
            Map<String, String> parameters = parameters(";" + state);
            remaining = count(parameters.getOrDefault("r", parameters.get("remaining")));
            reset = time(parameters.getOrDefault("t", parameters.get("reset")), now);
        }
        return quota(policyAMinute(policy), remaining, reset);
    }

    /** {@code 100;w=60} or {@code "name";q=100;w=60} as requests a minute; 0 when there are several, or it is about something else. */
    private static long policyAMinute(String policy) {
        if (policy.isEmpty() || policy.contains(",")) {
            return 0;
        }
        Map<String, String> parameters = parameters(policy);
        if (!parameters.getOrDefault("qu", "requests").equals("requests")) {
            return 0;
        }
        int end = policy.indexOf(';');
        long quota = count(parameters.getOrDefault("q", end < 0 ? "" : policy.substring(0, end)));
        long window = count(parameters.get("w"));
        if (quota <= 0 || window <= 0 || window > LONGEST_MINUTE_SECONDS) {
            return 0;
        }
        return (long) (quota * SECONDS_PER_MINUTE / window);
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(text);
        while (matcher.find()) {
            parameters.putIfAbsent(matcher.group(1), matcher.group(2));
        }
        return parameters;
    }

    /** The one that is used up, or of which less is left. */
    private static Quota scarcer(Quota one, Quota other, boolean otherLimits) {
        if (other.equals(Quota.UNKNOWN)) {
            return one;
        }
        long perMinute = otherLimits && one.perMinute() == 0 ? other.perMinute() : one.perMinute();
        boolean takeOther = one.remaining() < 0 || other.remaining() >= 0 && other.remaining() < one.remaining();
        Quota state = takeOther ? other : one;
        return quota(perMinute, state.remaining(), state.reset());
    }

    private static Quota quota(long perMinute, long remaining, Optional<Duration> reset) {
        return perMinute == 0 && remaining < 0 && reset.isEmpty()
                ? Quota.UNKNOWN
                : new Quota(perMinute, remaining, reset);
    }

    /** A count; −1 for none. */
    private static long count(@Nullable String text) {
        if (text == null || !NUMBER.matcher(text.strip()).matches()) {
            return -1;
        }
        double number = Double.parseDouble(text.strip());
        return number > MOST ? -1 : (long) number;
    }

    /** Seconds, a sum of units such as {@code 6m0s}, a time of day (RFC 3339), or seconds or milliseconds since 1970; at most a day. */
    private static Optional<Duration> time(@Nullable String text, Instant now) {
        if (text == null || text.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        String stripped = text.strip();
        if (NUMBER.matcher(stripped).matches()) {
            double number = Double.parseDouble(stripped);
            double seconds = number >= EPOCH_MILLIS
                    ? number / 1e3 - now.toEpochMilli() / 1e3
                    : number >= EPOCH_SECONDS ? number - now.toEpochMilli() / 1e3 : number;
            return Optional.of(bounded(seconds));
        }
        Optional<Duration> units = units(stripped);
        if (units.isPresent()) {
            return units;
        }
        try {
            Instant until = OffsetDateTime.parse(stripped).toInstant();
            return Optional.of(bounded((until.toEpochMilli() - now.toEpochMilli()) / 1e3));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** A sum of units such as {@code 6m0s} or {@code 286ms}; empty for anything else. */
    static Optional<Duration> units(String text) {
        Matcher matcher = UNITS.matcher(text);
        double seconds = 0;
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            double unit = switch (matcher.group(2)) {
                case "d" -> 86_400;
                case "h" -> 3_600;
                case "m" -> 60;
                case "s" -> 1;
                case "ms" -> 1e-3;
                case "ns" -> 1e-9;
                default -> 1e-6;
            };
            seconds += Double.parseDouble(matcher.group(1)) * unit;
            end = matcher.end();
        }
        return end == 0 || end < text.length() ? Optional.empty() : Optional.of(bounded(seconds));
    }

    private static Duration bounded(double seconds) {
        if (!(seconds > 0)) {
            return Duration.ZERO;
        }
        return seconds >= LONGEST.toSeconds() ? LONGEST : Duration.ofNanos((long) (seconds * 1e9));
    }
}
