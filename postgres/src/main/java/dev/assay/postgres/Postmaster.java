package dev.assay.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The main process of a server that serves a cluster, as its {@code postmaster.pid} tells and the operating system confirms.
 *
 * @param pid its process id
 * @param port where it listens
 * @param ready whether it accepts connections already
 */
record Postmaster(long pid, int port, boolean ready) {
    private static final String FILE = "postmaster.pid";
    private static final long POLL_MILLIS = 20;

    /** The one that lives now; a file left behind by a dead one counts for nothing, even if its process id belongs to somebody else by now. */
    static Optional<Postmaster> of(Path cluster) {
        try {
            List<String> lines = Files.readAllLines(cluster.resolve(FILE));
            if (lines.size() < 4) {
                return Optional.empty();
            }
            long pid = Long.parseLong(lines.getFirst().strip());
            boolean ready = lines.size() > 7 && lines.get(7).strip().equals("ready");
            return serves(pid, cluster)
                    ? Optional.of(
                            new Postmaster(pid, Integer.parseInt(lines.get(3).strip()), ready))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Removes what a killed server left: PostgreSQL itself would take the stranger that got its process id for a running server. */
    static void forget(Path cluster) throws IOException {
        Files.deleteIfExists(cluster.resolve(FILE));
    }

    /**
     * Ends the processes of a killed server that still work on the cluster: they see its death by themselves unless they are busy, so they get
     * some time, then a request, then no choice. Only where {@code /proc} tells what they work on; elsewhere PostgreSQL itself refuses to start
     * beside them.
     */
    static void endOrphans(Path cluster) {
        List<Duration> patience = List.of(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(3));
        for (int step = 0; step < patience.size(); step++) {
            List<ProcessHandle> orphans = ProcessHandle.allProcesses()
                    .filter(process -> serves(process.pid(), cluster))
                    .toList();
            int request = step;
            orphans.forEach(orphan -> {
                if (request == 1) {
                    orphan.destroy();
                } else if (request == 2) {
                    orphan.destroyForcibly();
                }
            });
            if (await(patience.get(step), () -> orphans.stream().noneMatch(orphan -> serves(orphan.pid(), cluster)))) {
                return;
            }
        }
    }

    /** Waits until it is gone. */
    boolean awaitEnd(Path cluster, Duration patience) {
        return await(patience, () -> !serves(pid, cluster));
    }

    /** Looks again and again until the condition holds (true) or time is up (false). */
    static boolean await(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private static boolean serves(long pid, Path cluster) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        boolean postgres = process.flatMap(handle -> handle.info().command())
                .filter(command -> Path.of(command).endsWith("postgres"))
                .isPresent();
        if (!postgres) {
            return false;
        }
        Path workingFolder = Path.of("/proc", Long.toString(pid), "cwd");
        try {
            return !Files.isDirectory(Path.of("/proc/self")) || Files.isSameFile(workingFolder, cluster);
        } catch (IOException e) {
            return false; // It ended meanwhile, or belongs to somebody else.
        }
    }
}
