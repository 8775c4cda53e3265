package dev.assay.runner.model.provider;

import java.time.Duration;
import java.util.Arrays;

/**
 * When the bytes of a body were there: where each of its first pieces ended, and how long after the sending of the request it came. Of the
 * later pieces only that they came later is known.
 */
public final class Arrivals {

    private static final int MOST = 512;

    private final int[] ends;
    private final long[] nanos;

    private Arrivals(int[] ends, long[] nanos) {
        this.ends = ends;
        this.nanos = nanos;
    }

    /** Everything came at once. */
    public static Arrivals at(Duration time) {
        return new Arrivals(new int[] {Integer.MAX_VALUE}, new long[] {time.toNanos()});
    }

    /** When the byte at {@code offset} was there. */
    public Duration of(int offset) {
        for (int i = 0; i < ends.length; i++) {
            if (offset < ends[i] || i == ends.length - 1) {
                return Duration.ofNanos(nanos[i]);
            }
        }
        return Duration.ZERO;
    }

    /** Notes the pieces as they come; used by one thread. */
    static final class Recorder {

        private final long begun = System.nanoTime();
        private int[] ends = new int[4];
        private long[] nanos = new long[4];
        private int count;

        /** The body has now so many bytes. */
        void arrived(int end) {
            if (count == MOST) {
                return;
            }
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, 2 * count);
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            ends[count] = end;
            nanos[count] = System.nanoTime() - begun;
            count++;
        }

        Arrivals arrivals() {
            return new Arrivals(Arrays.copyOf(ends, count), Arrays.copyOf(nanos, count));
        }
    }
}
