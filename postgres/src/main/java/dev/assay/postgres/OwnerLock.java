package dev.assay.postgres;

import dev.assay.postgres.PostgresException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to start and stop the server of one data folder, held by at most one holder on this machine. The operating system gives it back
 * when the holder dies, however it dies.
 */
final class OwnerLock implements AutoCloseable {
    /** File locks count per process, so holders within this one are kept apart here; and closing the file anew would free the lock. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private OwnerLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Takes it, or fails with {@link Reason#FOLDER_IN_USE}. */
    static OwnerLock take(DataFolder data) {
        if (!HELD_HERE.add(data.path())) {
            throw inUse(data, "this process");
        }
        try {
            FileChannel channel =
                    FileChannel.open(data.ownerLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                HELD_HERE.remove(data.path());
                throw inUse(data, "process " + owner(data));
            }
            data.write(data.ownerId(), ProcessHandle.current().pid() + "\n");
            return new OwnerLock(data.path(), channel);
        } catch (IOException e) {
            HELD_HERE.remove(data.path());
            throw Failures.of(data.path(), "lock the data folder", e);
        }
    }

    private static PostgresException inUse(DataFolder data, String owner) {
        return new PostgresException(
                Reason.FOLDER_IN_USE,
                "the data folder " + data.path() + " is in use by " + owner
                        + "; stop that one first, or choose another data folder");
    }

    private static String owner(DataFolder data) {
        try {
            return Files.readString(data.ownerId()).strip();
        } catch (IOException e) {
            return "(unknown)";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock is gone with the process at the latest; there is nothing else to save.
            return;
        } finally {
            HELD_HERE.remove(folder);
        }
    }
}
