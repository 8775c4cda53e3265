package dev.assay.runner.model.limit;

import java.time.Duration;

/** What replicas share about limits; a port, with the database behind it. */
public interface LimitStore {

    /**
     * A stretch of the timeline of requests.
     *
     * @param untilFirst from now to the first slot; negative when it lies in the past, as the first ones after a quiet time do
     * @param count slots
     * @param interval between two slots
     */
    record SlotLease(Duration untilFirst, int count, Duration interval) {}

    /** Takes the next {@code count} slots of the timeline of {@code key}, each of which allows one request, and none before its time. */
    SlotLease takeSlots(String key, int requestsPerMinute, int count);

    /** Lets no slot of {@code key} that is not taken yet begin before {@code time} has passed. */
    void pause(String key, Duration time);

    /**
     * Renews what {@code holder} may have open at {@code key}. The sum over all holders never exceeds {@code limit}, unless calls that are
     * open already do.
     *
     * @param limit calls at the same time over all holders
     * @param wanted calls that the holder could make at once
     * @param open calls that the holder has open
     * @param lifetime after so long without renewal the lease is void
     * @return calls that the holder may have open from now on
     */
    int renew(String key, String holder, int limit, int wanted, int open, Duration lifetime);

    /** Gives back what {@code holder} has at {@code key}. */
    void release(String key, String holder);
}
