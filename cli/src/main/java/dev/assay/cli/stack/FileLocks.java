package dev.assay.cli.stack;

import dev.assay.cli.base.CliException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/** Locks between commands on one data folder; the operating system gives them back when a command dies, however it dies. */
final class FileLocks {

    private static final long PAUSE_MILLIS = 100;

    private FileLocks() {}

    /** A lock that is held. */
    static final class Held implements AutoCloseable {
        private final FileChannel channel;

        private Held(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // The lock is gone with the process at the latest.
                return;
            }
        }
    }

    /** Takes the lock now, if nobody holds it in a way that excludes this one. */
    static Optional<Held> tryTake(Path file, boolean shared) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Held held = new Held(channel);
            boolean taken = false;
            try {
                taken = lock(channel, shared) != null;
            } finally {
                if (!taken) {
                    held.close();
                }
            }
            return taken ? Optional.of(held) : Optional.empty();
        } catch (IOException e) {
            throw CliException.incomplete("cannot lock " + file + ": " + DataFolder.explain(e));
        }
    }

    private static @org.jspecify.annotations.Nullable FileLock lock(FileChannel channel, boolean shared)
            throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (OverlappingFileLockException e) {
            return null; // Another thread of this process holds it.
        }
    }

    /** Waits for the lock. */
    static Held take(Path file, boolean shared, Duration patience, Runnable waiting) {
        long end = System.nanoTime() + patience.toNanos();
        boolean told = false;
        while (true) {
            Optional<Held> held = tryTake(file, shared);
            if (held.isPresent()) {
                return held.get();
            }
            if (System.nanoTime() > end) {
                throw CliException.incomplete("another assay command has been changing the stack of " + file.getParent()
                        + " for more than " + patience.toMinutes() + " minutes");
            }
            if (!told) {
                waiting.run();
                told = true;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CliException.incomplete("interrupted", e);
            }
        }
    }
}
