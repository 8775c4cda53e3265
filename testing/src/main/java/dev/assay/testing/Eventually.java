package dev.assay.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for what happens on other threads or in other processes, as short as possible and never longer than allowed. */
public final class Eventually {
    private static final long FIRST_PAUSE_MICROS = 200;
    private static final long LONGEST_PAUSE_MICROS = 20_000;

    private Eventually() {}

    /**
     * Returns as soon as the condition is true. A condition that throws is not true yet.
     *
     * @throws AssertionError when it is not true in time, with what it threw last as the cause
     */
    public static void until(Duration patience, Callable<Boolean> condition) {
        until(patience, "the condition", condition);
    }

    /** The same with a name for the condition, which the error quotes. */
    public static void until(Duration patience, String what, Callable<Boolean> condition) {
        value(patience, what, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    /**
     * Returns the value as soon as there is one. A source that throws has none yet.
     *
     * @throws AssertionError when there is none in time, with what the source threw last as the cause
     */
    public static <T> T value(Duration patience, String what, Callable<Optional<T>> source) {
        long start = System.nanoTime();
        long pause = FIRST_PAUSE_MICROS;
        while (true) {
            // Read before the condition: a slow machine still looks once after the last pause.
            boolean last = System.nanoTime() - start >= patience.toNanos();
            Throwable problem = null;
            try {
                Optional<T> value = source.call();
                if (value.isPresent()) {
                    return value.get();
                }
            } catch (InterruptedException e) {
                throw interrupted(what, e);
            } catch (Exception | AssertionError e) {
                problem = e;
            }
            if (last) {
                throw late(patience, what, problem);
            }
            try {
                TimeUnit.MICROSECONDS.sleep(pause);
            } catch (InterruptedException e) {
                throw interrupted(what, e);
            }
            pause = Math.min(LONGEST_PAUSE_MICROS, pause * 2);
        }
    }

    private static AssertionError late(Duration patience, String what, @Nullable Throwable problem) {
        String why = problem == null ? "" : "; it failed last with " + problem;
        return new AssertionError(what + " did not hold within " + patience.toMillis() + " ms" + why, problem);
    }

    private static AssertionError interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted while waiting for " + what, cause);
    }
}
