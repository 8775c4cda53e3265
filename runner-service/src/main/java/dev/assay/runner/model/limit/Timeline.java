package dev.assay.runner.model.limit;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of one kind, requests or tokens, was let through in the last minute, and when more may follow. It obeys the two ways in which servers
 * count: a bucket that fills evenly (a generic cell rate algorithm with some of a second's worth at once after a quiet time), and a window
 * that slides over the last minute. Times are nanoseconds since 1970 by the clock of the store. Not safe for use by several threads.
 */
final class Timeline {

    private static final long MINUTE = 60_000_000_000L;

    /** What was let through is noted in steps of this length, and counts until the end of its step is a minute past. */
    private static final long STEP = 100_000_000L;

    /** Requests may come later at the server than they were let through, and make it count them for longer. */
    private static final long LATENESS = 350_000_000L;

    /**
     * After a quiet time so much time's worth may go at once. Servers' buckets hold a second's worth or more; what is left of that is for the first
     * requests of a process, which come late while connections are opened and code is loaded.
     */
    private static final long BURST = 500_000_000L;

    /** Slower than the quota by so much, for clocks that do not run alike. */
    private static final double MARGIN = 1.0005;

    private final TreeMap<Long, Long> steps = new TreeMap<>();
    private long total;
    private long paidOff;

    /** The same as {@link #paidOff}, by what is older than the steps. */
    private long paidOffBefore;

    private long unpaid;

    /** The timeline that {@link #bytes} gave; an empty one for no bytes. */
    static Timeline of(byte[] bytes) {
        Timeline timeline = new Timeline();
        if (bytes.length == 0) {
            return timeline;
        }
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            timeline.paidOff = in.readInt64();
            timeline.paidOffBefore = in.readInt64();
            long step = 0;
            while (!in.isAtEnd()) {
                step += in.readInt64();
                timeline.add(step, in.readInt64());
            }
            return timeline;
        } catch (IOException e) {
            throw new UncheckedIOException("a timeline of limits is unreadable", e);
        }
    }

    /** All of it, to be kept. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeInt64NoTag(paidOff);
            out.writeInt64NoTag(paidOffBefore);
            long before = 0;
            for (Map.Entry<Long, Long> each : steps.entrySet()) {
                out.writeInt64NoTag(each.getKey() - before);
                out.writeInt64NoTag(each.getValue());
                before = each.getKey();
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * The earliest time from {@code now} on at which {@code amount} may go.
     *
     * @param amount at most {@code perMinute}
     */
    long earliest(long now, long amount, long perMinute) {
        forget(now, perMinute);
        long at = Math.max(now, paidOff - BURST);
        long sum = total;
        Iterator<Map.Entry<Long, Long>> oldest = steps.entrySet().iterator();
        while (sum + amount > perMinute && oldest.hasNext()) {
            Map.Entry<Long, Long> step = oldest.next();
            sum -= step.getValue();
            at = Math.max(at, forgotten(step.getKey()));
        }
        return at;
    }

    /** Notes that {@code amount} goes at {@code at}, a time that {@link #earliest} allowed. */
    void take(long at, long amount, long perMinute) {
        paidOff = Math.max(paidOff, at) + worth(amount, perMinute);
        add(at / STEP, amount);
    }

    /**
     * Notes what went at {@code at} before there was a limit. It delays others by a minute at the most: whoever let more through than the limit says
     * meant it.
     */
    void note(long now, long at, long amount, long perMinute) {
        if (now - at >= MINUTE + LATENESS) {
            return;
        }
        paidOff = Math.min(Math.max(paidOff, at) + worth(amount, perMinute), now + MINUTE);
        add(at / STEP, amount);
    }

    /** The clock was set back by so much. */
    void setBack(long nanos) {
        TreeMap<Long, Long> known = new TreeMap<>(steps);
        steps.clear();
        known.forEach((step, amount) -> steps.merge(step - nanos / STEP, amount, Long::sum));
        paidOff -= nanos;
        paidOffBefore -= nanos;
    }

    /**
     * Notes that {@code change} more than was taken at {@code at} was used, or less when it is negative; {@link #settled} follows. Does nothing
     * when that is so long ago that it does not count any more.
     */
    void settle(long at, long change, long perMinute) {
        long step = at / STEP;
        Long taken = steps.get(step);
        if (taken == null) {
            return;
        }
        long possible = Math.max(change, -taken);
        unpaid += worth(possible, perMinute);
        add(step, possible);
    }

    /**
     * Reckons anew when all is paid off. What is given back after a time in which nothing was owed is no credit: that time has forgiven it already.
     */
    void settled(long perMinute) {
        long anew = paidOffBefore;
        for (Map.Entry<Long, Long> step : steps.entrySet()) {
            anew = paidOff(anew, step.getKey(), step.getValue(), perMinute);
        }
        // The steps are coarse: the truth is between the two.
        paidOff = unpaid >= 0 ? paidOff + unpaid : Math.clamp(anew, paidOff + unpaid, paidOff);
        unpaid = 0;
    }

    private void forget(long now, long perMinute) {
        while (!steps.isEmpty() && forgotten(steps.firstKey()) <= now) {
            Map.Entry<Long, Long> oldest = steps.pollFirstEntry();
            total -= oldest.getValue();
            paidOffBefore = paidOff(paidOffBefore, oldest.getKey(), oldest.getValue(), perMinute);
        }
    }

    private static long paidOff(long before, long step, long amount, long perMinute) {
        return Math.max(before, (step + 1) * STEP) + worth(amount, perMinute);
    }

    private void add(long step, long amount) {
        total += amount;
        if (steps.merge(step, amount, Long::sum) <= 0) {
            steps.remove(step);
        }
    }

    private static long forgotten(long step) {
        return (step + 1) * STEP + MINUTE + LATENESS;
    }

    private static long worth(long amount, long perMinute) {
        return (long) Math.ceil(amount * (MINUTE * MARGIN) / perMinute);
    }
}
