package dev.assay.runner.model.limit;

import dev.assay.runner.model.limit.LimitStore.Change;
import dev.assay.runner.model.limit.LimitStore.Past;
import dev.assay.runner.model.limit.LimitStore.Turns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Who may go when: requests in the order in which they ask, each when both timelines allow it. Pure. */
final class Schedule {

    /** Nobody is told a time that is further away; until then something may change. */
    static final Duration HORIZON = Duration.ofMillis(500);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    final Timeline requests;
    final Timeline tokens;

    Schedule(Timeline requests, Timeline tokens) {
        this.requests = requests;
        this.tokens = tokens;
    }

    /** Notes what went before there was a quota; {@link #settle} knows nothing of that. */
    void note(long now, List<Past> pasts, Quotas quotas) {
        for (Past past : pasts) {
            long at = now - past.age().toNanos();
            if (quotas.requestsPerMinute() > 0 && past.requests() > 0) {
                requests.note(now, at, past.requests(), quotas.requestsPerMinute());
            }
            if (quotas.tokensPerMinute() > 0 && past.tokens() > 0) {
                tokens.note(now, at, past.tokens(), quotas.tokensPerMinute());
            }
        }
    }

    /** The clock was set back by so much. */
    void setBack(long nanos) {
        requests.setBack(nanos);
        tokens.setBack(nanos);
    }

    /** Notes what was used otherwise than it was taken. */
    void settle(List<Change> changes, Quotas quotas) {
        for (Change change : changes) {
            if (quotas.requestsPerMinute() > 0 && change.requests() != 0) {
                requests.settle(change.at(), change.requests(), quotas.requestsPerMinute());
            }
            if (quotas.tokensPerMinute() > 0 && change.tokens() != 0) {
                // A call that used more than a minute's quota, or is said to, delays others by a minute at the most.
                tokens.settle(
                        change.at(), Math.min(change.tokens(), quotas.tokensPerMinute()), quotas.tokensPerMinute());
            }
        }
        if (!changes.isEmpty() && quotas.requestsPerMinute() > 0) {
            requests.settled(quotas.requestsPerMinute());
        }
        if (!changes.isEmpty() && quotas.tokensPerMinute() > 0) {
            tokens.settled(quotas.tokensPerMinute());
        }
    }

    /**
     * The times of the first of those who ask, as many as may go soon.
     *
     * @param now by the clock of the store
     * @param notBefore nobody goes before
     * @param asks tokens of each who asks
     */
    Turns take(long now, long notBefore, List<Long> asks, Quotas quotas) {
        List<Long> times = new ArrayList<>();
        long begin = Math.max(now, notBefore);
        for (long ask : asks) {
            long at = begin;
            if (quotas.requestsPerMinute() > 0) {
                at = Math.max(at, requests.earliest(at, 1, quotas.requestsPerMinute()));
            }
            long amount = Math.min(ask, quotas.tokensPerMinute());
            if (amount > 0) {
                at = Math.max(at, tokens.earliest(at, amount, quotas.tokensPerMinute()));
            }
            if (at - now > HORIZON.toNanos()) {
                return new Turns(now, times, patience(at - now));
            }
            if (quotas.requestsPerMinute() > 0) {
                requests.take(at, 1, quotas.requestsPerMinute());
            }
            if (amount > 0) {
                tokens.take(at, amount, quotas.tokensPerMinute());
            }
            times.add(at);
            // First come, first served: a small one does not overtake a large one.
            begin = at;
        }
        return new Turns(now, times, Duration.ZERO);
    }

    private static Duration patience(long nanos) {
        return Duration.ofNanos(Math.min(nanos - HORIZON.toNanos() / 2, LONGEST_WAIT.toNanos()));
    }
}
