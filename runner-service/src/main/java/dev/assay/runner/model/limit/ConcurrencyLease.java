package dev.assay.runner.model.limit;

import dev.assay.runner.model.limit.LimitStore.Learnt;
import dev.assay.runner.model.limit.LimitStore.Lease;
import dev.assay.runner.model.limit.LimitStore.Said;
import dev.assay.runner.model.limit.LimitStore.Wish;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
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

    /** A lease is not used in its last second: whether it has run out is looked at once a second. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** What the store tells along with a lease, and is told. */
    interface News {

        /** What the provider said of its quotas to this process. */
        Said heardHere();

        /** What others have heard. */
        void heard(Lease lease);
    }

    private final LimitStore store;
    private final String key;
    private final String holder;
    private final int most;
    private final News news;

    /** Held by who talks to the store, which may take long; what is known here is guarded by this object. */
    private final ReentrantLock talking = new ReentrantLock();

    private final ConcurrencyGate gate = new ConcurrencyGate();
    private final AdaptiveConcurrency adaptive;

    private long version;
    private int leasedOf;
    private int granted;
    private long validUntil;
    private volatile boolean leased;

    /** Guarded by {@link #talking}. */
    private boolean closed;

    /**
     * No lease yet.
     *
     * @param most calls at once over all replicas
     */
    ConcurrencyLease(LimitStore store, String key, String holder, int most, News news) {
        this.store = store;
        this.key = key;
        this.holder = holder;
        this.most = most;
        this.news = news;
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

    /** A call has ended; see {@link AdaptiveConcurrency#ended}. What is under way here stands for as much elsewhere. */
    void ended(long sent, int underWay, AdaptiveConcurrency.End end, long latency) {
        if (adaptive.ended(sent, System.nanoTime(), everywhere(underWay), end, latency)) {
            resize();
        }
    }

    /** Whether there is anything to be renewed or given back. */
    boolean needsTending() {
        return leased || gate.open() + gate.waiting() > 0;
    }

    /** Called about once a second, and never waits for the store: a lease that was not renewed in time is not used any more. */
    synchronized void expire() {
        if (leased && granted > 0 && System.nanoTime() - validUntil >= 0) {
            granted = 0;
            gate.resize(0);
        }
    }

    /** Called about once a second: renews the lease while there are calls, and gives it back when there are none. */
    void tend() {
        if (!talking.tryLock()) {
            return;
        }
        try {
            if (closed) {
                return;
            }
            if (gate.open() + gate.waiting() > 0) {
                renew();
            } else if (leased) {
                // What was learnt last is told before.
                renew();
                giveBack();
            }
        } catch (RuntimeException e) {
            LOG.debugf(e, "The limits of an endpoint could not be renewed");
        } finally {
            talking.unlock();
        }
    }

    /** No calls will be made any more. Waits for what is being told to the store, which is not told anything afterwards. */
    void close() {
        talking.lock();
        try {
            closed = true;
            if (leased) {
                giveBack();
            }
        } catch (RuntimeException e) {
            LOG.debugf(e, "The limits of an endpoint could not be given back");
        } finally {
            talking.unlock();
        }
    }

    private boolean lease() throws InterruptedException {
        talking.lockInterruptibly();
        try {
            if (!leased) {
                renew();
            }
        } catch (RuntimeException e) {
            LOG.debugf(e, "The limits of an endpoint could not be leased");
        } finally {
            talking.unlock();
        }
        return leased;
    }

    private void giveBack() {
        synchronized (this) {
            leased = false;
            gate.resize(0);
        }
        store.release(key, holder);
    }

    private void renew() {
        int wanted = Math.max(1, gate.open() + gate.waiting());
        long asked = System.nanoTime();
        int limit = adaptive.limit();
        int learnt = limit < most ? limit : 0;
        Lease lease = store.renew(
                key,
                holder,
                new Wish(most, wanted, gate.open(), LIFETIME, new Learnt(learnt, version), news.heardHere()));
        synchronized (this) {
            validUntil = asked + LIFETIME.minus(MARGIN).toNanos();
            if (lease.learnt().version() != version) {
                version = lease.learnt().version();
                if (lease.learnt().concurrency() != learnt) {
                    adaptive.adopt(lease.learnt().concurrency(), System.nanoTime());
                    limit = adaptive.limit();
                }
            }
            granted = lease.granted();
            leasedOf = limit;
            gate.resize(granted);
            // The calls that have ended meanwhile may have taught it better.
            resize();
        }
        news.heard(lease);
        leased = true;
    }

    /** A smaller limit holds at once, by this process's part of it; a larger one with the next lease. */
    private synchronized void resize() {
        int limit = adaptive.limit();
        if (limit < leasedOf) {
            granted = Math.min(granted, Math.max(1, (int) ((long) granted * limit / leasedOf)));
            leasedOf = limit;
            gate.resize(granted);
        }
    }

    private synchronized int everywhere(int underWay) {
        return granted <= 0 || granted >= leasedOf
                ? underWay
                : (int) Math.min(most, Math.ceilDiv((long) underWay * leasedOf, granted));
    }
}
