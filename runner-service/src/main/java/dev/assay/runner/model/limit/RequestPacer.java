package dev.assay.runner.model.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Gives each request its slot on the timeline that all replicas share. Slots are taken from the store several at a time, never more than
 * half a second's worth, and only as many as there are requests waiting, so that none is wasted.
 */
final class RequestPacer {

    private static final int SECONDS_PER_MINUTE = 60;
    private static final double LONGEST_LEASE_SECONDS = 0.5;

    /** A slot is lost when nobody used it for so long: used late, it would come on top of the others. */
    private static final Duration STALE = Duration.ofMillis(100);

    private final LimitStore store;
    private final String key;
    private final int requestsPerMinute;
    private final int longestLease;

    private final Queue<Long> slots = new ArrayDeque<>();
    private int waiting;
    private boolean fetching;

    RequestPacer(LimitStore store, String key, int requestsPerMinute) {
        this.store = store;
        this.key = key;
        this.requestsPerMinute = requestsPerMinute;
        this.longestLease = Math.max(1, (int) (requestsPerMinute * LONGEST_LEASE_SECONDS / SECONDS_PER_MINUTE));
    }

    /** Waits until a request may be sent. */
    void await() throws InterruptedException {
        long slot = takeSlot();
        long wait = slot - System.nanoTime();
        if (wait > 0) {
            Thread.sleep(Duration.ofNanos(wait));
        }
    }

    private long takeSlot() throws InterruptedException {
        synchronized (this) {
            waiting++;
        }
        try {
            while (true) {
                int count;
                synchronized (this) {
                    Long slot = slots.poll();
                    if (slot != null && System.nanoTime() - slot > STALE.toNanos()) {
                        continue;
                    }
                    if (slot != null) {
                        return slot;
                    }
                    if (fetching) {
                        wait();
                        continue;
                    }
                    fetching = true;
                    count = Math.min(waiting, longestLease);
                }
                fetch(count);
            }
        } finally {
            synchronized (this) {
                waiting--;
            }
        }
    }

    private void fetch(int count) {
        try {
            LimitStore.SlotLease lease = store.takeSlots(key, requestsPerMinute, count);
            long now = System.nanoTime();
            long first = now + lease.untilFirst().toNanos();
            synchronized (this) {
                for (int i = 0; i < lease.count(); i++) {
                    slots.add(Math.max(now, first + i * lease.interval().toNanos()));
                }
            }
        } finally {
            synchronized (this) {
                fetching = false;
                notifyAll();
            }
        }
    }
}
