package dev.assay.runner.model.limit;

import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.chat.Hold;
import dev.assay.type.v1.ErrorReason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one credential at one endpoint, as this process sees them: a gate for calls at the same time, whose size is leased from
 * the store and renewed, and a pacer for requests and tokens a minute. Waits, however long, are the caller's patience and no model's latency.
 * While the store does not answer, nothing is allowed and nothing fails.
 */
final class EndpointLimits {

    /** How long a lease lives when it is not renewed. */
    static final Duration LIFETIME = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(EndpointLimits.class);
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private static final Pass NOT_PACED = new Pass(null, null);

    private final LimitStore store;
    private final String key;
    private final String holder;
    private final Quotas quotas;
    private final Pacer pacer;
    private final TokenEstimates tokens = new TokenEstimates();
    private final ConcurrencyGate gate = new ConcurrencyGate();
    private final Breaker breaker = new Breaker();

    private long validUntil;
    private boolean leased;

    EndpointLimits(LimitStore store, String key, String holder, Quotas quotas) {
        this.store = store;
        this.key = key;
        this.holder = holder;
        this.quotas = quotas;
        this.pacer = new Pacer(store, key, quotas);
    }

    /**
     * A call that may be made.
     *
     * @param turn its time under the quotas; null when there are none
     * @param size of its request; null when tokens do not count
     */
    record Pass(@Nullable Turn turn, TokenEstimates.@Nullable Size size) {}

    /** Why a request can never be sent, if so. */
    Optional<Failure> refusal(ChatRequest request) {
        int perMinute = pacer.quotas().tokensPerMinute();
        return perMinute > 0 ? tokens.refusal(TokenEstimates.size(request), perMinute) : Optional.empty();
    }

    /** Waits until a call may be made. Every return is followed by {@link #ended} or {@link #giveUp}. */
    Pass enter(ChatRequest request) throws InterruptedException {
        while (!lease()) {
            Thread.sleep(PATIENCE);
        }
        gate.enter();
        boolean allowed = false;
        try {
            breaker.await();
            Quotas now = pacer.quotas();
            Pass pass = NOT_PACED;
            if (now.tokensPerMinute() > 0) {
                TokenEstimates.Size size = TokenEstimates.size(request);
                pass = new Pass(pacer.await(() -> tokens.of(size, gate.open())), size);
            } else if (now.requestsPerMinute() > 0) {
                pass = new Pass(pacer.await(() -> 0), null);
            }
            allowed = true;
            return pass;
        } finally {
            if (!allowed) {
                breaker.cancel();
                gate.leave();
            }
        }
    }

    /** A call has ended with that result. An answer keeps its place until it is stored; a failure gives it back at once. */
    Hold ended(Pass pass, ChatResult result) {
        breaker.report(result);
        settle(pass, result);
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
        pacer.flush();
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

    private void settle(Pass pass, ChatResult result) {
        Turn turn = pass.turn();
        TokenEstimates.Size size = pass.size();
        if (turn == null || size == null) {
            return;
        }
        long used = TokenEstimates.input(result.usage()) + result.usage().getOutput();
        if (used > 0) {
            tokens.learn(size, result.usage());
            pacer.used(turn, used);
        } else if (result.outcome() instanceof ChatResult.Failed(Failure failure) && nothingWasUsed(failure, result)) {
            pacer.used(turn, 0);
        }
    }

    /** What was refused or never arrived uses no tokens; of what broke in between nobody knows. */
    private static boolean nothingWasUsed(Failure failure, ChatResult result) {
        return result.attempts() == 0
                || failure.httpStatus() >= 400 && failure.httpStatus() < 500
                || failure.reason() == ErrorReason.MODEL_UNREACHABLE;
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
        int granted = store.renew(key, holder, quotas.concurrency(), wanted, gate.open(), LIFETIME);
        validUntil = asked + LIFETIME.toNanos();
        leased = true;
        gate.resize(granted);
    }
}
