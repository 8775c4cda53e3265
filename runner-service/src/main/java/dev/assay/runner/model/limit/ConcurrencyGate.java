package dev.assay.runner.model.limit;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls that this process may have open at one endpoint; its size changes while calls are open. First come, first served. */
final class ConcurrencyGate {

    private static final class Places extends Semaphore {
        private static final long serialVersionUID = 1L;

        Places() {
            super(0, true);
        }

        void shrink(int by) {
            reducePermits(by);
        }
    }

    private final Places places = new Places();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private int size;

    void enter() throws InterruptedException {
        waiting.incrementAndGet();
        try {
            places.acquire();
        } finally {
            waiting.decrementAndGet();
        }
        open.incrementAndGet();
    }

    void leave() {
        open.decrementAndGet();
        places.release();
    }

    /** Calls that are open. */
    int open() {
        return open.get();
    }

    /** Calls that wait to be made. */
    int waiting() {
        return waiting.get();
    }

    /** Allows {@code newSize} calls at once. Open calls are not touched; when there are more, none begins until enough have ended. */
    synchronized void resize(int newSize) {
        int change = newSize - size;
        size = newSize;
        if (change > 0) {
            places.release(change);
        } else if (change < 0) {
            places.shrink(-change);
        }
    }
}
