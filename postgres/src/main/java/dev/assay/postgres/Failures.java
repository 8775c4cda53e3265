package dev.assay.postgres;

import dev.assay.postgres.PostgresException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Turns what the operating system and PostgreSQL's programs complain about into the one sentence that helps. */
final class Failures {
    private static final long ENOUGH_BYTES = 100L << 20;
    private static final int LINES_SHOWN = 6;

    private Failures() {}

    /** For a file operation that failed. {@code action} reads like "unpack PostgreSQL into" and is followed by the folder. */
    static PostgresException of(Path folder, String action, IOException problem) {
        String text = String.valueOf(problem.getMessage());
        if (text.contains("No space left on device") || text.contains("Disk quota exceeded")) {
            return new PostgresException(
                    Reason.DISK_FULL,
                    "the disk is full: cannot " + action + " " + folder + "; free some space",
                    problem);
        }
        return new PostgresException(
                Reason.FOLDER_NOT_WRITABLE,
                "cannot " + action + " " + folder + ": " + why(problem) + "; choose a folder that this user may write",
                problem);
    }

    private static String why(IOException problem) {
        return switch (problem) {
            case AccessDeniedException e -> "permission denied for " + e.getFile();
            case FileAlreadyExistsException e -> e.getFile() + " is no folder";
            case NoSuchFileException e -> "there is no " + e.getFile();
            case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
            default -> String.valueOf(problem.getMessage());
        };
    }

    /** Fails when so little room is left that a server could not even start. */
    static void checkRoom(Path folder) {
        long usable;
        try {
            usable = Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return; // A file system that does not tell its size is not refused for that.
        }
        if (usable < ENOUGH_BYTES) {
            throw new PostgresException(
                    Reason.DISK_FULL,
                    "the disk is full: " + (usable >> 20) + " MB are left for " + folder + ", and PostgreSQL needs "
                            + (ENOUGH_BYTES >> 20) + " MB; free some space or choose another data folder");
        }
    }

    /** For a program that ended with an error. {@code output} is what it and the server said, newest last. */
    static PostgresException of(String program, Path folder, String output) {
        if (output.contains("No space left on device") || output.contains("Disk quota exceeded")) {
            return new PostgresException(
                    Reason.DISK_FULL, "the disk is full: PostgreSQL cannot write in " + folder + "; free some space");
        }
        if (output.contains("could not bind") || output.contains("Address already in use")) {
            return new PostgresException(Reason.PORT_IN_USE, "the port of PostgreSQL is in use by another program");
        }
        if (output.contains("cannot be run as root") || output.contains("\"root\" execution")) {
            return new PostgresException(Reason.ROOT_REFUSED, Privileges.ADVICE);
        }
        if (output.contains("Permission denied")) {
            return new PostgresException(
                    Reason.FOLDER_NOT_WRITABLE,
                    "PostgreSQL may not use " + folder
                            + ": permission denied; every folder above it must be open to the user" + " that runs this"
                            + tail(output));
        }
        return new PostgresException(
                Reason.DID_NOT_START, program + " failed for the data folder " + folder + tail(output));
    }

    /** The last lines, each on its own line, or nothing. */
    static String tail(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
        return last.isEmpty() ? "" : ":\n  " + String.join("\n  ", last);
    }
}
