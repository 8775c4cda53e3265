package dev.assay.cli.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Processes of this machine. */
final class Processes {

    private Processes() {}

    /** The process, when it lives. One that has ended and waits to be collected by its parent, which some containers never do, does not. */
    static Optional<ProcessHandle> living(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> !isZombie(pid));
    }

    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            int state = stat.lastIndexOf(')') + 2;
            return state < stat.length() && (stat.charAt(state) == 'Z' || stat.charAt(state) == 'X');
        } catch (IOException e) {
            return false; // No /proc here, or the process has gone by now.
        }
    }

    /** Whether this is the main process of the PostgreSQL that serves the cluster. */
    static boolean isPostgres(long pid, Path folder) {
        try {
            String first = Files.readString(folder.resolve("cluster/postmaster.pid"))
                    .lines()
                    .findFirst()
                    .orElse("");
            return first.strip().equals(Long.toString(pid)) && living(pid).isPresent();
        } catch (IOException e) {
            return false;
        }
    }
}
