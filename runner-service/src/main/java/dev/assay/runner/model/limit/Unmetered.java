package dev.assay.runner.model.limit;

import dev.assay.runner.model.limit.LimitStore.Past;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What this process has sent of a kind, requests or tokens, while no quota of it was known: it counts as soon as one is. Kept for a minute, in
 * tenths of a second. Times are of one clock in nanoseconds. Safe for use by many threads.
 */
final class Unmetered {

    private static final long MINUTE = 60_000_000_000L;
    private static final long STEP = 100_000_000L;

    private record Sums(int requests, long tokens) {

        Sums plus(Sums other) {
            return new Sums(requests + other.requests, tokens + other.tokens);
        }
    }

    private final long origin;
    private final TreeMap<Long, Sums> steps = new TreeMap<>();

    /** Nothing was sent before {@code now}. */
    Unmetered(long now) {
        this.origin = now;
    }

    /** Requests were sent at {@code at}, or have used tokens. */
    synchronized void add(long at, int requests, long tokens) {
        long step = (at - origin) / STEP;
        steps.merge(step, new Sums(requests, tokens), Sums::plus);
        steps.headMap(steps.lastKey() - MINUTE / STEP).clear();
    }

    /** Takes out what counts under those quotas, oldest first. */
    synchronized List<Past> take(Quotas quotas, long now) {
        List<Past> pasts = new ArrayList<>();
        if (steps.isEmpty() || quotas.requestsPerMinute() == 0 && quotas.tokensPerMinute() == 0) {
            return pasts;
        }
        TreeMap<Long, Sums> rest = new TreeMap<>();
        steps.forEach((step, sums) -> {
            Past past = new Past(
                    Duration.ofNanos(Math.max(0, now - origin - step * STEP)),
                    quotas.requestsPerMinute() > 0 ? sums.requests() : 0,
                    quotas.tokensPerMinute() > 0 ? sums.tokens() : 0);
            if (past.requests() > 0 || past.tokens() > 0) {
                pasts.add(past);
            }
            Sums left = new Sums(sums.requests() - past.requests(), sums.tokens() - past.tokens());
            if (left.requests() > 0 || left.tokens() > 0) {
                rest.put(step, left);
            }
        });
        steps.clear();
        steps.putAll(rest);
        return pasts;
    }
}
