package dev.assay.runner.model.limit;

import dev.assay.runner.model.limit.LimitStore.Learnt;
import dev.assay.runner.model.limit.LimitStore.Lease;
import dev.assay.runner.model.limit.LimitStore.Wish;
import java.time.Duration;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Calls at the same time: a gate whose size is this process's part of what all replicas together may have open, which is what was configured or,
 * where the endpoint bears less, what was learnt. The part is leased from the store and renewed; what is learnt is kept there.
 */
final class ConcurrencyLease {

    /** How long a lease lives when it is not renewed. */
    static final Duration LIFETIME = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(ConcurrencyLease.class);
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final LimitStore store;
    private final String key;
    private final String holder;
    private final int most;
    private final Consumer<Duration> quiet;
    private final ConcurrencyGate gate = new ConcurrencyGate();
    private final AdaptiveConcurrency adaptive;

    private long version;
    private int leasedOf;
    private int granted;
    private long validUntil;
    private volatile boolean leased;

    /**
     * No lease yet.
     *
     * @param most calls at once over all replicas
     * @param quiet hears how long nothing is to be sent, as the store knows it
     */
    ConcurrencyLease(LimitStore store, String key, String holder, int most, Consumer<Duration> quiet) {
        this.store = store;
        this.key = key;
        this.holder = holder;
        this.most = most;
        this.quiet = quiet;
        this.adaptive = new AdaptiveConcurrency(most, System.nanoTime());
    }

    /** Waits for a place. Every return is followed by {@link #leave}. */
    void enter() throws InterruptedException {
        while (!leased && !lease()) {
            Thread.sleep(PATIENCE);
        }
        gate.enter();
    }

    void leave() {
        gate.leave();
    }

    /** Calls that have a place. */
    int open() {
        return gate.open();
    }

    /** Calls that wait for a place. */
    int waiting() {
        return gate.waiting();
    }

    /** Calls at once over all replicas, as learnt. */
    int limit() {
        return adaptive.limit();
    }

    /** A call has ended; see {@link AdaptiveConcurrency#ended}. */
    void ended(long sent, int underWay, AdaptiveConcurrency.End end, long latency) {
        if (adaptive.ended(sent, System.nanoTime(), underWay, end, latency)) {
            resize();
        }
    }

    /** Called about once a second: renews the lease while there are calls, and gives it back when there are none. */
    synchronized void tend() {
        boolean idle = gate.open() + gate.waiting() == 0;
        try {
            if (!idle) {
                renew();
            } else if (leased) {
                leased = false;
                gate.resize(0);
                store.release(key, holder);
            }
        } catch (RuntimeException e) {
            LOG.debugf(e, "The limits of an endpoint could not be renewed");
            if (leased && System.nanoTime() - validUntil >= 0) {
                granted = 0;
                gate.resize(0);
            }
        }
    }

    private synchronized boolean lease() {
        if (!leased) {
            try {
                renew();
            } catch (RuntimeException e) {
                LOG.debugf(e, "The limits of an endpoint could not be leased");
            }
        }
        return leased;
    }

    private void renew() {
        int wanted = Math.max(1, gate.open() + gate.waiting());
        long asked = System.nanoTime();
        int learnt = adaptive.limit() < most ? adaptive.limit() : 0;
        Lease lease =
                store.renew(key, holder, new Wish(most, wanted, gate.open(), LIFETIME, new Learnt(learnt, version)));
        validUntil = asked + LIFETIME.toNanos();
        if (lease.learnt().version() != version) {
            version = lease.learnt().version();
            if (lease.learnt().concurrency() != learnt) {
                adaptive.adopt(lease.learnt().concurrency(), System.nanoTime());
            }
        }
        granted = lease.granted();
        leasedOf = adaptive.limit();
        leased = true;
        gate.resize(granted);
        quiet.accept(lease.quiet());
    }

    /** A smaller limit holds at once, by this process's part of it; a larger one with the next lease. */
    private synchronized void resize() {
        int limit = adaptive.limit();
        if (leased && limit < leasedOf) {
            granted = Math.min(granted, Math.max(1, (int) ((long) granted * limit / leasedOf)));
            leasedOf = limit;
            gate.resize(granted);
        }
    }
}
