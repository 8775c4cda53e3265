package dev.assay.runner.model.limit;

import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/** A request's place in the queue for its time, and then that time. */
final class Turn {

    private final LongSupplier estimate;
    private final CountDownLatch given = new CountDownLatch(1);
    private volatile long tokens;
    private volatile long storeTime;
    private volatile long time;

    /**
     * A place in the queue.
     *
     * @param estimate tokens that it will use, by what is known when it is asked
     */
    Turn(LongSupplier estimate) {
        this.estimate = estimate;
    }

    /** Tokens to ask for now; from here on they are taken to be used. */
    long ask() {
        tokens = estimate.getAsLong();
        return tokens;
    }

    /** Tokens that were asked for last. */
    long tokens() {
        return tokens;
    }

    /** Says when it is: by the store's clock, and as a {@link System#nanoTime()}. */
    void give(long atStore, long at) {
        storeTime = atStore;
        time = at;
        given.countDown();
    }

    void await() throws InterruptedException {
        given.await();
    }

    long storeTime() {
        return storeTime;
    }

    long time() {
        return time;
    }
}
