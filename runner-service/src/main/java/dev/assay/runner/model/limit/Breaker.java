package dev.assay.runner.model.limit;

import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.type.v1.ErrorReason;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A circuit breaker for one endpoint. When an endpoint says "later" to everything — too many requests, overloaded, gone after it was there —
 * all calls wait, and one at a time tries whether it is back: an outage costs few attempts, however many completions it befalls. What only
 * concerns single requests, such as a malformed answer, does not count.
 */
final class Breaker {

    /** So many refusals without an answer in between, and everybody waits. */
    static final int REFUSALS = 8;

    /** What a call has that is none. */
    static final long NO_PROBE = 0;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private int refusals;
    private boolean everAnswered;
    private boolean open;

    /** The one that is under way. */
    private long probe = NO_PROBE;

    private long probes;
    private long nextProbe;
    private Duration wait = FIRST_WAIT;

    /** Waits while the endpoint is to be left alone. Every return is followed by {@link #report} or {@link #cancel} with what it gave. */
    synchronized long await() throws InterruptedException {
        while (open) {
            long left = nextProbe - System.nanoTime();
            if (left <= 0 && probe == NO_PROBE) {
                probe = ++probes;
                return probe;
            }
            long millis = probe != NO_PROBE ? 1_000 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(left) + 1);
            wait(millis);
        }
        return NO_PROBE;
    }

    /** A call has ended. */
    synchronized void report(long its, ChatResult result) {
        boolean isProbe = end(its);
        switch (result.outcome()) {
            case ChatResult.Answered ignored -> {
                everAnswered = true;
                close();
            }
            case ChatResult.Failed(Failure failure) -> {
                if (isRefusal(failure)) {
                    refused(failure, isProbe);
                } else {
                    // Whatever it was, the endpoint is there.
                    close();
                }
            }
        }
    }

    /** A call was given up. */
    synchronized void cancel(long its) {
        end(its);
    }

    private boolean end(long its) {
        if (its == NO_PROBE || its != probe) {
            return false;
        }
        probe = NO_PROBE;
        notifyAll();
        return true;
    }

    private void close() {
        refusals = 0;
        wait = FIRST_WAIT;
        if (open) {
            open = false;
            probe = NO_PROBE;
            notifyAll();
        }
    }

    /** What was sent before it opened says nothing new of an endpoint that is left alone. */
    private void refused(Failure failure, boolean isProbe) {
        refusals++;
        if (refusals < REFUSALS || open && !isProbe) {
            return;
        }
        Duration asked = failure.retryAfter().orElse(Duration.ZERO);
        Duration next = asked.compareTo(wait) > 0 ? asked : wait;
        nextProbe = System.nanoTime() + next.toNanos();
        wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        open = true;
        notifyAll();
    }

    private boolean isRefusal(Failure failure) {
        return failure.reason() == ErrorReason.MODEL_RATE_LIMITED
                || failure.httpStatus() == 502
                || failure.httpStatus() == 503
                || failure.httpStatus() == 504
                || failure.httpStatus() == 529
                || failure.reason() == ErrorReason.MODEL_UNREACHABLE && everAnswered;
    }
}
