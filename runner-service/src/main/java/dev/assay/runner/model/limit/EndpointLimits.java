package dev.assay.runner.model.limit;

import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.chat.Hold;
import dev.assay.runner.model.chat.RateLimitHint;
import dev.assay.runner.model.limit.AdaptiveConcurrency.End;
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
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger queued = new AtomicInteger();

    EndpointLimits(LimitStore store, String key, String holder, Quotas quotas) {
        this.quotas = quotas;
        this.pacer = new Pacer(store, key, quotas);
        this.news = new QuietNews(store, key, quiet);
        this.places = new ConcurrencyLease(store, key, holder, quotas.concurrency(), news::heard);
    }

    /**
     * A call that may be made.
     *
     * @param turn its time under the quotas; null when there are none
     * @param size of its request; null when tokens do not count
     * @param sent when it begins, as a {@link System#nanoTime()}
     * @param together calls that are under way then, this one included
     */
    record Pass(@Nullable Turn turn, TokenEstimates.@Nullable Size size, long sent, int together) {}

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
                breaker.cancel();
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
        breaker.report(result);
        settle(pass, result);
        listen(pass, result);
        if (result.outcome() instanceof ChatResult.Failed(Failure failure) && failure.scope() != Failure.Scope.RUN) {
            places.leave();
            return Hold.NONE;
        }
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.compareAndSet(true, false)) {
                places.leave();
            }
        };
    }

    /** A call was given up. */
    void giveUp() {
        underWay.decrementAndGet();
        breaker.cancel();
        places.leave();
    }

    /** Called about once a second. */
    void tend() {
        pacer.flush();
        places.tend();
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
            breaker.await();
            while (quiet.await()) {
                breaker.cancel();
                breaker.await();
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
                return new Pass(turn, size, System.nanoTime(), underWay.incrementAndGet());
            }
            // The provider asked for quiet meanwhile.
            pacer.giveBack(turn);
            breaker.cancel();
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
                boolean limited = failure.reason() == ErrorReason.MODEL_RATE_LIMITED;
                if (limited && failure.retryAfter().isPresent()) {
                    long until = System.nanoTime() + failure.retryAfter().get().toNanos();
                    if (quiet.refused(pass.sent(), until)) {
                        news.tell();
                    }
                }
                if (limited || failure.httpStatus() == 503 || failure.httpStatus() == 529) {
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
        Quotas known = pacer.quotas();
        Quotas learnt = new Quotas(
                learnt(quotas.requestsPerMinute(), known.requestsPerMinute(), hint.requests()),
                learnt(quotas.tokensPerMinute(), known.tokensPerMinute(), hint.tokens()),
                quotas.concurrency());
        if (!learnt.equals(known)) {
            pacer.quotas(learnt);
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

    private static int learnt(int configured, int known, RateLimitHint.Quota said) {
        if (configured > 0) {
            return configured;
        }
        return said.perMinute() > 0 ? (int) Math.min(Integer.MAX_VALUE, said.perMinute()) : known;
    }
}
