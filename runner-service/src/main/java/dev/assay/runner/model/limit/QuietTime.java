package dev.assay.runner.model.limit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time for which a provider asks to be left alone: whoever wants to call waits until it is over. It begins with the third refusal, since a
 * single one may be meant for its request alone, and ends early when the provider shows that it did not mean everybody: when it answers nearly all
 * calls that were sent after the first that it refused. Safe for use by many threads.
 */
final class QuietTime {

    /** So many calls have to be refused, without the answers below in between, before all wait. */
    static final int REFUSALS = 3;

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

    /** Of the calls since the one sent at {@code refusedSent}; 0 when nothing speaks against calling. */
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
     * A call was refused for a time.
     *
     * @param sent when, by the clock
     * @param until when it may be sent again, by the clock
     * @return whether others should be told
     */
    synchronized boolean refused(long sent, long until) {
        long now = clock.getAsLong();
        if (until - now <= 0) {
            return false;
        }
        if (!isQuiet(now) && (refusals == 0 || end - now <= 0)) {
            begin(sent, until);
        } else if (sent - refusedSent > 0) {
            refusals++;
        }
        if (quiet || refusals >= REFUSALS) {
            return extend(now, until);
        }
        end = until - end > 0 ? until : end;
        return false;
    }

    /**
     * A call was told that there is nothing left for anybody.
     *
     * @param sent when, by the clock
     * @param until when there is something again, by the clock
     * @return whether others should be told
     */
    synchronized boolean closed(long sent, long until) {
        long now = clock.getAsLong();
        if (until - now > 0 && !isQuiet(now)) {
            begin(sent, until);
        }
        return extend(now, until);
    }

    /**
     * A call was answered.
     *
     * @param sent when, by the clock
     * @return whether the quiet time has ended by this
     */
    synchronized boolean answered(long sent) {
        if (refusals == 0 || sent - refusedSent <= 0) {
            return false;
        }
        answers++;
        if (answers < ANSWERS || answers < ANSWERS_PER_REFUSAL * refusals) {
            return false;
        }
        boolean ends = isQuiet(clock.getAsLong());
        quiet = false;
        refusals = 0;
        notifyAll();
        return ends;
    }

    /** Another replica was asked to wait for so long from now. */
    synchronized void heard(Duration left) {
        long now = clock.getAsLong();
        boolean already = isQuiet(now);
        if (extend(now, now + left.toNanos()) && !already) {
            begin(now, end);
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

    private void begin(long sent, long until) {
        refusedSent = sent;
        answers = 0;
        refusals = 1;
        end = until;
    }

    private boolean isQuiet(long now) {
        if (quiet && end - now <= 0) {
            quiet = false;
            refusals = 0;
        }
        return quiet;
    }

    private boolean extend(long now, long until) {
        if (until - now <= 0 || isQuiet(now) && until - end <= 0) {
            return false;
        }
        boolean worthTelling = !isQuiet(now) || until - end > HARDLY;
        // What the refusals before the third have asked for counts too.
        end = !quiet && refusals >= REFUSALS && end - until > 0 ? end : until;
        quiet = true;
        return worthTelling;
    }
}
