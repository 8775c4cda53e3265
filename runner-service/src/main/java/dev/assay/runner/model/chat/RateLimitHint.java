package dev.assay.runner.model.chat;

import java.time.Duration;
import java.util.Optional;

/**
 * What a provider says of its limits along with a response.
 *
 * @param requests its limit of requests
 * @param tokens its limit of tokens; of several, the one that leaves least
 */
public record RateLimitHint(Quota requests, Quota tokens) {

    /** Nothing was said. */
    public static final RateLimitHint NONE = new RateLimitHint(Quota.UNKNOWN, Quota.UNKNOWN);

    /**
     * One limit.
     *
     * @param perMinute how much a minute; 0 when that was not said, or is said for another time than a minute
     * @param remaining what was left when the request was let in; −1 when not said
     * @param reset after so long there is as much as there ever is; empty when not said
     */
    public record Quota(long perMinute, long remaining, Optional<Duration> reset) {

        /** Nothing was said. */
        public static final Quota UNKNOWN = new Quota(0, -1, Optional.empty());

        /** How long nothing more will be let in, as far as is known. */
        public Duration closedFor() {
            return remaining == 0 ? reset.orElse(Duration.ZERO) : Duration.ZERO;
        }
    }
}
