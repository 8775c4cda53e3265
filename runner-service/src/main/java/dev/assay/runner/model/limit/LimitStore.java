package dev.assay.runner.model.limit;

import java.time.Duration;
import java.util.List;

/** What replicas share about limits; a port, with the database behind it. */
public interface LimitStore {

    /**
     * When requests may go.
     *
     * @param now the store's clock, in nanoseconds since 1970
     * @param times by the same clock, of the first of those who asked; may lie in the past
     * @param askAgain after so long the others should ask again
     */
    record Turns(long now, List<Long> times, Duration askAgain) {}

    /**
     * What differs from what was taken.
     *
     * @param at the time that the turn had
     * @param requests −1 for a turn that was not used
     * @param tokens more (or, negative, less) than was taken
     */
    record Change(long at, int requests, long tokens) {}

    /**
     * What went before there was a quota.
     *
     * @param age how long ago
     * @param requests that were sent then
     * @param tokens that requests sent then have used
     */
    record Past(Duration age, int requests, long tokens) {}

    /** Counts what went before there was a quota, oldest first. */
    void past(String key, Quotas quotas, List<Past> pasts);

    /**
     * Gives those who ask their turns, within the quotas, over all replicas.
     *
     * @param asks tokens of each who asks, in their order
     * @param changes to what was taken before
     */
    Turns take(String key, Quotas quotas, List<Long> asks, List<Change> changes);

    /**
     * What was learnt of calls at the same time.
     *
     * @param concurrency over all holders; 0 for nothing
     * @param version raised by each change
     */
    record Learnt(int concurrency, long version) {}

    /**
     * What a provider said of its quotas; kept for a day.
     *
     * @param requestsPerMinute 0 for nothing
     * @param tokensPerMinute 0 for nothing
     */
    record Said(int requestsPerMinute, int tokensPerMinute) {

        /** Nothing. */
        static final Said NOTHING = new Said(0, 0);

        /** This where it says something, else the other. */
        Said or(Said other) {
            return new Said(
                    requestsPerMinute > 0 ? requestsPerMinute : other.requestsPerMinute,
                    tokensPerMinute > 0 ? tokensPerMinute : other.tokensPerMinute);
        }
    }

    /**
     * What a holder asks for.
     *
     * @param limit calls at the same time over all holders
     * @param wanted calls that the holder could make at once
     * @param open calls that the holder has open
     * @param lifetime after so long without renewal the lease is void
     * @param learnt what the holder has learnt, and the version that it knew; taken over when nobody was quicker
     * @param heard what the provider said to the holder
     */
    record Wish(int limit, int wanted, int open, Duration lifetime, Learnt learnt, Said heard) {}

    /**
     * What it gets.
     *
     * @param granted calls that the holder may have open from now on
     * @param learnt what holds for all
     * @param quiet for so long nothing is to be sent
     * @param said what the provider said of its quotas, to whichever replica
     */
    record Lease(int granted, Learnt learnt, Duration quiet, Said said) {}

    /**
     * Renews what {@code holder} may have open at {@code key}. The sum over all holders never exceeds the limit, or what was learnt if that is
     * less, unless calls that are open already do.
     */
    Lease renew(String key, String holder, Wish wish);

    /** Has nothing sent for so long from now, by any replica; zero ends such a time. */
    void quiet(String key, Duration time);

    /** Gives back what {@code holder} has at {@code key}. */
    void release(String key, String holder);
}
