package dev.assay.cli.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What of a stack runs.
 *
 * @param folder its data folder
 * @param mode how the services are spread over processes; absent when nothing was started
 * @param kept whether it goes on when no command uses it
 * @param parts PostgreSQL and the processes of the services
 */
public record Status(DataFolder folder, Optional<String> mode, boolean kept, List<PartStatus> parts) {

    public Status {
        parts = List.copyOf(parts);
    }

    /** How a part is. */
    public enum Health {
        RUNNING,
        NOT_READY,
        STOPPED
    }

    /** A part. */
    public record PartStatus(String name, long pid, String address, Health health, Path log) {}

    /** Whether everything runs. */
    public boolean isRunning() {
        return !parts.isEmpty() && parts.stream().allMatch(part -> part.health() == Health.RUNNING);
    }
}
