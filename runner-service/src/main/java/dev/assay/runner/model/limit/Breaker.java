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

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private int refusals;
    private boolean everAnswered;
    private boolean open;
    private boolean probing;
    private long nextProbe;
    private Duration wait = FIRST_WAIT;

    /** Waits while the endpoint is to be left alone. Every return is followed by {@link #report} or {@link #cancel}. */
    synchronized void await() throws InterruptedException {
        while (open) {
            long left = nextProbe - System.nanoTime();
            if (left <= 0 && !probing) {
                probing = true;
                return;
            }
            long millis = probing ? 1_000 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(left) + 1);
            wait(millis);
        }
    }

    /** A call has ended. */
    synchronized void report(ChatResult result) {
        switch (result.outcome()) {
            case ChatResult.Answered ignored -> {
                everAnswered = true;
                close();
            }
            case ChatResult.Failed(Failure failure) -> {
                if (isRefusal(failure)) {
                    refused(failure);
                } else {
                    // Whatever it was, the endpoint is there.
                    close();
                }
            }
        }
    }

    /** A call was given up. */
    synchronized void cancel() {
        probing = false;
        notifyAll();
    }

    private void close() {
        refusals = 0;
        wait = FIRST_WAIT;
        if (open) {
            open = false;
            probing = false;
            notifyAll();
        }
    }

    private void refused(Failure failure) {
        refusals++;
        if (refusals < REFUSALS) {
            return;
        }
        Duration asked = failure.retryAfter().orElse(Duration.ZERO);
        if (!open || probing) {
            Duration next = asked.compareTo(wait) > 0 ? asked : wait;
            nextProbe = System.nanoTime() + next.toNanos();
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        }
        open = true;
        probing = false;
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
