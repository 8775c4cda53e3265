package dev.assay.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What somebody wants of a server.
 *
 * @param dataFolder where the data, the password, the port and the log are kept; made when missing
 * @param port 1 to 65535; empty for a free one, which is then kept over restarts while nobody else takes it
 * @param durable whether a commit survives a crash of the machine; off only for tests
 * @param stopOnExit whether the end of this JVM stops the server; otherwise it outlives the JVM and can be adopted by the next one
 * @param cacheFolder where the binaries are unpacked, once for all servers of that version
 * @param timeout how long a start (crash recovery included) or a stop may take, each
 */
public record PostgresSettings(
        Path dataFolder, OptionalInt port, boolean durable, boolean stopOnExit, Path cacheFolder, Duration timeout) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

    public PostgresSettings {
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65_535)) {
            throw new IllegalArgumentException("port must be 1 to 65535, not " + port.getAsInt());
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive, not " + timeout);
        }
    }

    /** A durable server that outlives this JVM, on a free port, with its binaries in the user's cache folder. */
    public static PostgresSettings of(Path dataFolder) {
        return new PostgresSettings(dataFolder, OptionalInt.empty(), true, false, defaultCache(), DEFAULT_TIMEOUT);
    }

    /** The same on that port and no other. */
    public PostgresSettings withPort(int wanted) {
        return new PostgresSettings(dataFolder, OptionalInt.of(wanted), durable, stopOnExit, cacheFolder, timeout);
    }

    /** The same with its binaries elsewhere. */
    public PostgresSettings withCacheFolder(Path folder) {
        return new PostgresSettings(dataFolder, port, durable, stopOnExit, folder, timeout);
    }

    /** The same, stopped when this JVM ends. */
    public PostgresSettings stoppedOnExit() {
        return new PostgresSettings(dataFolder, port, durable, true, cacheFolder, timeout);
    }

    /** The same, faster because a commit need not survive a crash of the machine: for tests. */
    public PostgresSettings withoutDurability() {
        return new PostgresSettings(dataFolder, port, false, stopOnExit, cacheFolder, timeout);
    }

    /** The folder {@code assay} in {@code XDG_CACHE_HOME}, or in {@code .cache} of the home folder. */
    private static Path defaultCache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && xdg.startsWith("/")) {
            return Path.of(xdg, "assay");
        }
        // An account without a home folder, as containers have it, may still be given one.
        String home = System.getenv("HOME");
        return Path.of(
                home != null && home.startsWith("/") ? home : System.getProperty("user.home", "."), ".cache", "assay");
    }
}
