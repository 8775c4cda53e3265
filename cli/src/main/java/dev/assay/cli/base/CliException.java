package dev.assay.cli.base;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a command with a message for its user. The lines stand on their own, are not a stack trace, and hold no secret. */
public final class CliException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode code;
    private final transient List<String> lines;

    private final boolean places;

    private CliException(ExitCode code, boolean places, List<String> lines, @Nullable Throwable cause) {
        super(String.join("\n", lines), cause);
        this.code = code;
        this.places = places;
        this.lines = List.copyOf(lines);
    }

    /** The user asked for something that cannot be: exit code 2. */
    public static CliException usage(String message) {
        return new CliException(ExitCode.USAGE, false, List.of(message), null);
    }

    /** Several mistakes at once: exit code 2. */
    public static CliException usage(List<String> messages) {
        return new CliException(ExitCode.USAGE, false, messages, null);
    }

    /** Mistakes in a file, each as {@code file:line:column: message}, the way that editors understand: exit code 2. */
    public static CliException inFile(List<String> places) {
        return new CliException(ExitCode.USAGE, true, places, null);
    }

    /** It could not be completed: exit code 4. */
    public static CliException incomplete(String message) {
        return new CliException(ExitCode.INCOMPLETE, false, List.of(message), null);
    }

    /** It could not be completed: exit code 4. */
    public static CliException incomplete(String message, Throwable cause) {
        return new CliException(ExitCode.INCOMPLETE, false, List.of(message), cause);
    }

    /** Whether the lines name places in a file. */
    public boolean isInFile() {
        return places;
    }

    public ExitCode code() {
        return code;
    }

    /** What to print, without a trailing line break. */
    public List<String> lines() {
        return lines;
    }
}
