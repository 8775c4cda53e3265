package dev.assay.runner.model.limit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time for which a provider asks to be left alone: whoever wants to call waits until it is over. It ends early when the provider shows that
 * it did not mean everybody: when it answers nearly all calls that were sent after the one it refused. Safe for use by many threads.
 */
final class QuietTime {

    /** So many calls, sent after the one that was refused, have to be answered before the time ends early. */
    static final int ANSWERS = 8;

    /** And so many for each that was refused. */
    private static final int ANSWERS_PER_REFUSAL = 4;

    /** An end that is hardly later than the known one is not worth telling others. */
    private static final long HARDLY = 50_000_000;

    private final LongSupplier clock;
    private boolean quiet;
    private long end;
    private long refusedSent;
    private int answers;
    private int refusals;

    /**
     * No quiet time yet.
     *
     * @param clock nanoseconds from some time on
     */
    QuietTime(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * A call was refused for a time, or told that there is nothing left for it.
     *
     * @param sent when, by the clock
     * @param until when all are to wait, by the clock
     * @return whether others should be told
     */
    synchronized boolean refused(long sent, long until) {
        long now = clock.getAsLong();
        if (isQuiet(now)) {
            if (sent - refusedSent > 0) {
                refusals++;
            }
        } else if (until - now > 0) {
            refusedSent = sent;
            answers = 0;
            refusals = 0;
        }
        return extend(now, until, HARDLY);
    }

    /**
     * A call was answered.
     *
     * @param sent when, by the clock
     * @return whether the quiet time has ended by this
     */
    synchronized boolean answered(long sent) {
        if (!quiet || sent - refusedSent <= 0 || !isQuiet(clock.getAsLong())) {
            return false;
        }
        answers++;
        if (answers < ANSWERS || answers < ANSWERS_PER_REFUSAL * refusals) {
            return false;
        }
        quiet = false;
        notifyAll();
        return true;
    }

    /** Another replica was asked to wait for so long from now. */
    synchronized void heard(Duration left) {
        long now = clock.getAsLong();
        boolean already = isQuiet(now);
        if (extend(now, now + left.toNanos(), HARDLY) && !already) {
            refusedSent = now;
            answers = 0;
            refusals = 0;
        }
    }

    /** How long it lasts. */
    synchronized Duration left() {
        long now = clock.getAsLong();
        return isQuiet(now) ? Duration.ofNanos(end - now) : Duration.ZERO;
    }

    /** Waits until it is over; false when there was nothing to wait for. */
    synchronized boolean await() throws InterruptedException {
        boolean waited = false;
        for (long now = clock.getAsLong(); isQuiet(now); now = clock.getAsLong()) {
            waited = true;
            wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - now) + 1));
        }
        return waited;
    }

    private boolean isQuiet(long now) {
        if (quiet && end - now <= 0) {
            quiet = false;
        }
        return quiet;
    }

    private boolean extend(long now, long until, long atLeast) {
        if (until - now <= 0 || isQuiet(now) && until - end <= 0) {
            return false;
        }
        boolean worthTelling = !isQuiet(now) || until - end > atLeast;
        quiet = true;
        end = until;
        return worthTelling;
    }
}
