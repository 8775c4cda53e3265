package dev.assay.runner.model.limit;

import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.chat.Hold;
import dev.assay.runner.model.chat.RateLimitHint;
import dev.assay.runner.model.limit.AdaptiveConcurrency.End;
import dev.assay.runner.model.limit.LimitStore.Lease;
import dev.assay.runner.model.limit.LimitStore.Said;
import dev.assay.type.v1.ErrorReason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one credential at one endpoint, as this process sees them: places for calls at the same time, turns within the quotas, the
 * provider's wish to be left alone, and a breaker. Every result comes by here, so that every refusal is heard. Waits, however long, are the
 * caller's patience and no model's latency. While the store does not answer, nothing is allowed and nothing fails.
 */
final class EndpointLimits {

    /** A provider that says that nothing is left is believed for so long; a quota of a minute is never further away. */
    private static final Duration LONGEST_CLOSED = Duration.ofMinutes(1);

    private final Quotas quotas;
    private final Pacer pacer;
    private final TokenEstimates tokens = new TokenEstimates();
    private final ConcurrencyLease places;
    private final Breaker breaker = new Breaker();
    private final QuietTime quiet = new QuietTime(System::nanoTime);
    private final QuietNews news;
    private final AtomicBoolean tending = new AtomicBoolean();
    private volatile Said heard = Said.NOTHING;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger queued = new AtomicInteger();

    EndpointLimits(LimitStore store, String key, String holder, Quotas quotas) {
        this.quotas = quotas;
        this.pacer = new Pacer(store, key, quotas);
        this.news = new QuietNews(store, key, quiet);
        this.places = new ConcurrencyLease(store, key, holder, quotas.concurrency(), new ConcurrencyLease.News() {
            @Override
            public Said heardHere() {
                return heard;
            }

            @Override
            public void heard(Lease lease) {
                news.heard(lease.quiet());
                // What is said here is fresher.
                learn(heard.or(lease.said()));
            }
        });
    }

    /**
     * A call that may be made.
     *
     * @param turn its time under the quotas; null when there are none
     * @param size of its request; null when tokens do not count
     * @param probe what the breaker gave
     * @param sent when it begins, as a {@link System#nanoTime()}
     * @param together calls that are under way then, this one included
     */
    record Pass(@Nullable Turn turn, TokenEstimates.@Nullable Size size, long probe, long sent, int together) {}

    /** Why a request can never be sent, if so. */
    Optional<Failure> refusal(ChatRequest request) {
        int perMinute = quotas.tokensPerMinute();
        return perMinute > 0 ? tokens.refusal(TokenEstimates.size(request), perMinute) : Optional.empty();
    }

    /** Waits until a call may be made. Every return is followed by {@link #ended} or {@link #giveUp}. */
    Pass enter(ChatRequest request) throws InterruptedException {
        places.enter();
        boolean allowed = false;
        queued.incrementAndGet();
        try {
            Pass pass = pass(request);
            allowed = true;
            return pass;
        } finally {
            queued.decrementAndGet();
            if (!allowed) {
                places.leave();
            }
        }
    }

    /**
     * A call has ended with that result. An answer keeps its place until it is stored, and a failure of the whole run until the run is told,
     * so that nobody asks in vain meanwhile. Any other failure gives it back at once.
     */
    Hold ended(Pass pass, ChatResult result) {
        underWay.decrementAndGet();
        AtomicBoolean held = new AtomicBoolean(true);
        Hold hold = () -> {
            if (held.compareAndSet(true, false)) {
                places.leave();
            }
        };
        boolean keeps = false;
        try {
            breaker.report(pass.probe(), result);
            settle(pass, result);
            listen(pass, result);
            keeps = !(result.outcome() instanceof ChatResult.Failed(Failure failure))
                    || failure.scope() == Failure.Scope.RUN;
        } finally {
            if (!keeps) {
                hold.release();
            }
        }
        return keeps ? hold : Hold.NONE;
    }

    /** A call was given up. */
    void giveUp(Pass pass) {
        underWay.decrementAndGet();
        breaker.cancel(pass.probe());
        places.leave();
    }

    /** Called about once a second; returns at once, however slow the store is. */
    void tend() {
        places.expire();
        if (places.needsTending() && tending.compareAndSet(false, true)) {
            Thread.ofVirtual().name("assay-runner-limit").start(() -> {
                try {
                    pacer.flush();
                    places.tend();
                } finally {
                    tending.set(false);
                }
            });
        }
    }

    /** No calls will be made any more. */
    void close() {
        places.close();
    }

    /** Whether nothing would be lost if this were made anew. */
    boolean isIdle() {
        return !places.needsTending() && !isQuiet();
    }

    /** Calls that may be open at once over all replicas, as learnt. */
    int concurrency() {
        return places.limit();
    }

    /** Calls that wait for a place, a turn, or the end of a quiet time. */
    int waiting() {
        return places.waiting() + queued.get();
    }

    /** Whether there are calls. */
    boolean inUse() {
        return places.open() + places.waiting() > 0;
    }

    /** Whether the provider has asked to be left alone. */
    boolean isQuiet() {
        return !quiet.left().isZero();
    }

    private Pass pass(ChatRequest request) throws InterruptedException {
        while (true) {
            long probe = breaker.await();
            boolean goes = false;
            try {
                if (quiet.await()) {
                    // The endpoint may have gone meanwhile.
                    continue;
                }
                Quotas now = pacer.quotas();
                Turn turn = null;
                TokenEstimates.Size size = null;
                if (now.tokensPerMinute() > 0) {
                    TokenEstimates.Size known = TokenEstimates.size(request);
                    size = known;
                    turn = pacer.await(() -> tokens.of(known, underWay.get()));
                } else if (now.requestsPerMinute() > 0) {
                    turn = pacer.await(() -> 0);
                }
                if (turn == null || quiet.left().isZero()) {
                    goes = true;
                    long sent = System.nanoTime();
                    if (now.requestsPerMinute() == 0) {
                        pacer.went(sent, 1, 0);
                    }
                    return new Pass(turn, size, probe, sent, underWay.incrementAndGet());
                }
                // The provider asked for quiet meanwhile.
                pacer.giveBack(turn);
            } finally {
                if (!goes) {
                    breaker.cancel(probe);
                }
            }
        }
    }

    private void settle(Pass pass, ChatResult result) {
        Turn turn = pass.turn();
        TokenEstimates.Size size = pass.size();
        long used = TokenEstimates.input(result.usage()) + result.usage().getOutput();
        if (turn == null || size == null) {
            if (used > 0) {
                pacer.went(pass.sent(), 0, used);
            }
            return;
        }
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

    private void listen(Pass pass, ChatResult result) {
        End end = End.OTHER;
        long latency = 0;
        switch (result.outcome()) {
            case ChatResult.Answered ignored -> {
                Duration took = result.timing().latency();
                end = End.ANSWERED;
                latency = took == null ? 0 : took.toNanos();
                if (quiet.answered(pass.sent())) {
                    news.tell();
                }
            }
            case ChatResult.Failed(Failure failure) -> {
                boolean refused = failure.reason() == ErrorReason.MODEL_RATE_LIMITED
                        || failure.httpStatus() == 503
                        || failure.httpStatus() == 529;
                if (refused && failure.retryAfter().isPresent()) {
                    long until = System.nanoTime() + failure.retryAfter().get().toNanos();
                    if (quiet.refused(pass.sent(), until)) {
                        news.tell();
                    }
                }
                if (refused) {
                    end = End.REFUSED;
                }
            }
        }
        places.ended(pass.sent(), pass.together(), end, latency);
        RateLimitHint hint = result.hint();
        if (!hint.equals(RateLimitHint.NONE)) {
            hear(pass, hint);
        }
    }

    /** Limits that were not configured are learnt, and where nothing is left nobody asks. */
    private void hear(Pass pass, RateLimitHint hint) {
        Said said = new Said(
                        bounded(hint.requests().perMinute()),
                        bounded(hint.tokens().perMinute()))
                .or(heard);
        if (!said.equals(heard)) {
            heard = said;
            learn(said);
        }
        Duration closed = hint.requests().closedFor().compareTo(hint.tokens().closedFor()) > 0
                ? hint.requests().closedFor()
                : hint.tokens().closedFor();
        if (!closed.isZero()) {
            Duration believed = closed.compareTo(LONGEST_CLOSED) > 0 ? LONGEST_CLOSED : closed;
            // It was said when the request was let in, which is not later than when it was sent plus a little.
            if (quiet.closed(pass.sent(), pass.sent() + believed.toNanos())) {
                news.tell();
            }
        }
    }

    private void learn(Said said) {
        Quotas learnt = new Quotas(
                quotas.requestsPerMinute() > 0 ? quotas.requestsPerMinute() : said.requestsPerMinute(),
                quotas.tokensPerMinute() > 0 ? quotas.tokensPerMinute() : said.tokensPerMinute(),
                quotas.concurrency());
        if (!learnt.equals(pacer.quotas())) {
            pacer.quotas(learnt);
        }
    }

    private static int bounded(long perMinute) {
        return (int) Math.min(Integer.MAX_VALUE, perMinute);
    }
}
