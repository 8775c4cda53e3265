package dev.assay.cli.remote;

import dev.assay.cli.base.CliException;
import dev.assay.cli.base.ExitCode;
import dev.assay.type.v1.ErrorReason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A service said no, or could not be reached. */
public final class RemoteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A field of the request that was wrong. */
    public record Violation(String field, String description) {}

    private final ErrorReason reason;
    private final transient List<Violation> violations;
    private final transient Map<String, String> metadata;

    RemoteException(
            ErrorReason reason,
            String message,
            List<Violation> violations,
            Map<String, String> metadata,
            @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.violations = List.copyOf(violations);
        this.metadata = Map.copyOf(metadata);
    }

    public ErrorReason reason() {
        return reason;
    }

    public List<Violation> violations() {
        return violations;
    }

    /** Facts for programs, for example {@code line}, {@code column} of bad data. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Whether the same call may succeed a little later. */
    public boolean isPassing() {
        return reason == ErrorReason.DEPENDENCY_UNAVAILABLE;
    }

    /** The same for the user of a command. */
    public CliException forUser(String traceId) {
        Set<String> lines = new LinkedHashSet<>();
        lines.add(String.valueOf(getMessage()));
        for (Violation violation : violations) {
            if (!lines.iterator().next().contains(violation.description())) {
                lines.add("  " + violation.field() + ": " + violation.description());
            }
        }
        if (exitCode() == ExitCode.USAGE) {
            return CliException.usage(new ArrayList<>(lines));
        }
        String text = String.join("\n", lines);
        return CliException.incomplete(
                reason == ErrorReason.INTERNAL_ERROR ? text + " (trace id " + traceId + ")" : text, this);
    }

    private ExitCode exitCode() {
        return switch (reason) {
            case INVALID_REQUEST,
                    INVALID_DATA,
                    INVALID_SUITE,
                    RESOURCE_NOT_FOUND,
                    RESOURCE_ALREADY_EXISTS,
                    REQUEST_ID_REUSED,
                    LIMIT_EXCEEDED -> ExitCode.USAGE;
            default -> ExitCode.INCOMPLETE;
        };
    }
}
