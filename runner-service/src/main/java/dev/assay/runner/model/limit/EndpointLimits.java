package dev.assay.runner.model.limit;

import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Hold;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one credential at one endpoint, as this process sees them: a gate for calls at the same time, whose size is leased from
 * the store and renewed, and a pacer for requests a minute. Waits, however long, are the caller's patience and no model's latency. While
 * the store does not answer, nothing is allowed and nothing fails.
 */
final class EndpointLimits {

    /** How long a lease lives when it is not renewed. */
    static final Duration LIFETIME = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(EndpointLimits.class);
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final LimitStore store;
    private final String key;
    private final String holder;
    private final int concurrency;
    private final @Nullable RequestPacer pacer;
    private final ConcurrencyGate gate = new ConcurrencyGate();
    private final Breaker breaker = new Breaker();

    private long validUntil;
    private boolean leased;

    EndpointLimits(LimitStore store, String key, String holder, int concurrency, int requestsPerMinute) {
        this.store = store;
        this.key = key;
        this.holder = holder;
        this.concurrency = concurrency;
        this.pacer = requestsPerMinute > 0 ? new RequestPacer(store, key, requestsPerMinute) : null;
    }

    /** Waits until a call may be made. Every return is followed by {@link #ended} or {@link #giveUp}. */
    void enter() throws InterruptedException {
        while (!lease()) {
            Thread.sleep(PATIENCE);
        }
        gate.enter();
        boolean allowed = false;
        try {
            breaker.await();
            while (pacer != null && !paced(pacer)) {
                Thread.sleep(PATIENCE);
            }
            allowed = true;
        } finally {
            if (!allowed) {
                breaker.cancel();
                gate.leave();
            }
        }
    }

    /** A call has ended with that result. An answer keeps its place until it is stored; a failure gives it back at once. */
    Hold ended(ChatResult result) {
        breaker.report(result);
        if (result.outcome() instanceof ChatResult.Failed) {
            gate.leave();
            return Hold.NONE;
        }
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.compareAndSet(true, false)) {
                gate.leave();
            }
        };
    }

    /** A call was given up. */
    void giveUp() {
        breaker.cancel();
        gate.leave();
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
        int granted = store.renew(key, holder, concurrency, wanted, gate.open(), LIFETIME);
        validUntil = asked + LIFETIME.toNanos();
        leased = true;
        gate.resize(granted);
    }

    private static boolean paced(RequestPacer pacer) throws InterruptedException {
        try {
            pacer.await();
            return true;
        } catch (LimitUnavailableException e) {
            LOG.debugf(e, "No slots could be taken");
            return false;
        }
    }
}
