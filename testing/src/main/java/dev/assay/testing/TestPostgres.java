package dev.assay.testing;

import dev.assay.postgres.PostgresServer;
import dev.assay.postgres.PostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A real PostgreSQL for tests: one server per JVM, started by the first who asks, gone with the JVM however that ends. Nothing in it survives,
 * so it is fast and unsafe. Its {@link #newDatabase()} is empty and nobody else's.
 */
public final class TestPostgres {
    /** Names the data folder to all class loaders of this JVM: Quarkus loads this class anew for each application that it tests. */
    private static final String FOLDER_PROPERTY = "dev.assay.testing.postgres";

    /**
     * Outlives the JVM by a moment: its input ends when the JVM does, even by kill -9; then it ends the server and deletes the folder. The
     * signals that a terminal sends to all are not for it.
     */
    private static final String WATCH = """
            trap '' INT TERM HUP
            cat >/dev/null
            kill -QUIT "$1" 2>/dev/null
            tries=0
            while kill -0 "$1" 2>/dev/null && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
            rm -rf "$2"
            """;

    private final PostgresServer server;

    private TestPostgres(PostgresServer server) {
        this.server = server;
    }

    /**
     * A database that nobody else uses.
     *
     * @param jdbcUrl its address, without the credentials
     * @param user may do everything
     * @param password of that user
     */
    public record Database(String jdbcUrl, String user, String password) {
        /** A new connection. */
        public Connection connect() throws SQLException {
            return shared().server.connect(jdbcUrl.substring(jdbcUrl.lastIndexOf('/') + 1));
        }

        @Override
        public String toString() {
            return jdbcUrl;
        }
    }

    /** The server of this JVM. */
    public static TestPostgres shared() {
        // The one object that all class loaders see.
        synchronized (Runtime.getRuntime()) {
            String folder = System.getProperty(FOLDER_PROPERTY);
            if (folder != null) {
                return new TestPostgres(PostgresServer.find(Path.of(folder))
                        .orElseThrow(
                                () -> new IllegalStateException("the PostgreSQL of the tests died; see " + folder)));
            }
            try {
                Path made = Files.createTempDirectory("assay-test-postgres-");
                PostgresServer started =
                        PostgresServer.start(PostgresSettings.of(made).withoutDurability());
                new ProcessBuilder("/bin/sh", "-c", WATCH, "watch", Long.toString(started.pid()), made.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                started.release();
                System.setProperty(FOLDER_PROPERTY, made.toString());
                return new TestPostgres(started);
            } catch (IOException e) {
                throw new UncheckedIOException("no PostgreSQL for the tests", e);
            }
        }
    }

    /** A new, empty database. */
    public Database newDatabase() {
        return newDatabase("test");
    }

    /** The same with a readable start of its name: a letter, then letters, digits and underscores, all lower case. */
    public Database newDatabase(String prefix) {
        String name =
                prefix + "_" + UUID.randomUUID().toString().substring(0, 13).replace('-', '_');
        return new Database(server.createDatabaseIfMissing(name), server.user(), server.password());
    }

    /** The server itself. */
    public PostgresServer server() {
        return server;
    }
}
