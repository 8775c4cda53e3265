package dev.assay.cli.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that was started for a part.
 *
 * @param pid its process id
 * @param started when, in milliseconds since 1970, as the operating system tells; guards against a stranger that got the same id
 * @param port where it listens on 127.0.0.1
 */
record RunningPart(Part part, long pid, long started, int port) {

    /** Start times are computed from the boot time, which a clock that is set moves a little. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private static final Duration GRACE = Duration.ofSeconds(25);
    private static final Duration FORCED = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 20;

    static RunningPart of(Part part, ProcessHandle process, int port) {
        return new RunningPart(part, process.pid(), startOf(process).toEpochMilli(), port);
    }

    /** The process, when it lives and is the one that was started. */
    Optional<ProcessHandle> process() {
        return Processes.living(pid).filter(this::isOurs);
    }

    boolean lives() {
        return process().isPresent();
    }

    private boolean isOurs(ProcessHandle process) {
        Duration apart = Duration.between(Instant.ofEpochMilli(started), startOf(process))
                .abs();
        boolean sameStart = apart.compareTo(TOLERANCE) <= 0;
        // Where the command line can be read, it must be that of a JVM that serves this part.
        return sameStart
                && process.info()
                        .commandLine()
                        .map(line -> line.contains("-Dstack.part=" + part.key()))
                        .orElse(true);
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    /** Ends it: in good order when it can be, by force otherwise. */
    void stop() {
        process().ifPresent(process -> {
            boolean asked = process.destroy();
            if (!asked || !ended(GRACE)) {
                boolean forced = process.destroyForcibly();
                if (!forced || !ended(FORCED)) {
                    throw dev.assay.cli.base.CliException.incomplete(
                            "process " + pid + " (" + part.key() + ") does not stop");
                }
            }
        });
    }

    private boolean ended(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (lives() && System.nanoTime() < end) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return !lives();
            }
        }
        return !lives();
    }
}
