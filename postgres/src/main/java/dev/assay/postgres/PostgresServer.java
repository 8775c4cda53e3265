package dev.assay.postgres;

import dev.assay.postgres.PostgresException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * A running PostgreSQL that serves one data folder, listens on loopback only and asks for a password.
 *
 * <p>Who {@link #start}s it owns it: nobody else on the machine can start or stop that folder's server until {@link #stop} or
 * {@link #release}, or until the owner's process ends. The server itself outlives its owner unless the settings say otherwise, and the next
 * start adopts it. {@link #find} only looks. Safe for use by many threads.
 */
public final class PostgresServer {
    private static final String DEFAULT_DATABASE = "postgres";
    private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Duration FAST_STOP = Duration.ofSeconds(30);
    private static final Duration FORCED_STOP = Duration.ofSeconds(10);

    private final DataFolder data;
    private final Postmaster postmaster;
    private final String password;
    private @Nullable OwnerLock lock;

    private PostgresServer(DataFolder data, Postmaster postmaster, @Nullable OwnerLock lock) {
        this.data = data;
        this.postmaster = postmaster;
        this.password = data.password();
        this.lock = lock;
    }

    /**
     * The server of that data folder, owned by the caller: the one that runs already, or a new one with the data that is there (after a crash
     * too), or a new one without data. Returns when it answers.
     *
     * @throws PostgresException when that cannot be
     */
    public static PostgresServer start(PostgresSettings settings) {
        DataFolder data = DataFolder.opened(settings.dataFolder());
        OwnerLock lock = OwnerLock.take(data);
        try {
            PostgresServer server = adoptOrStart(data, settings, lock);
            if (settings.stopOnExit()) {
                Runtime.getRuntime().addShutdownHook(new Thread(server::stopIfOwned, "stop PostgreSQL"));
            }
            return server;
        } catch (IOException e) {
            lock.close();
            throw Failures.of(data.path(), "start PostgreSQL in", e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static PostgresServer adoptOrStart(DataFolder data, PostgresSettings settings, OwnerLock lock)
            throws IOException {
        Optional<Postmaster> running = Postmaster.of(data.cluster());
        if (running.isPresent()) {
            PostgresServer found = new PostgresServer(data, awaitReady(data, settings.timeout()), lock);
            if (settings.port().isEmpty() || settings.port().getAsInt() == found.port()) {
                found.checkServesItsFolder();
                return found;
            }
            found.end();
        }
        Binaries binaries = Binaries.unpackedIn(settings.cacheFolder());
        PostgresServer started = new PostgresServer(data, new Cluster(data, settings, binaries).start(), lock);
        started.checkServesItsFolder();
        return started;
    }

    /** The server that runs on that data folder, whoever owns it; nothing when there is none that answers. */
    public static Optional<PostgresServer> find(Path dataFolder) {
        if (!Files.isDirectory(dataFolder)) {
            return Optional.empty();
        }
        try {
            DataFolder data = new DataFolder(dataFolder.toRealPath());
            Optional<Postmaster> postmaster = Postmaster.of(data.cluster()).filter(Postmaster::ready);
            if (postmaster.isEmpty()) {
                return Optional.empty();
            }
            PostgresServer server = new PostgresServer(data, postmaster.get(), null);
            server.checkServesItsFolder();
            return Optional.of(server);
        } catch (IOException e) {
            throw Failures.of(dataFolder, "read the data folder", e);
        }
    }

    /** Always {@code 127.0.0.1}. */
    public String host() {
        return "127.0.0.1";
    }

    /** The TCP port. */
    public int port() {
        return postmaster.port();
    }

    /** The one user, who may do everything. */
    public String user() {
        return Cluster.USER;
    }

    /** The user's password; a secret. */
    public String password() {
        return password;
    }

    /** The file that holds the password, readable by its owner only. */
    public Path passwordFile() {
        return data.passwordFile();
    }

    /** The server's log. */
    public Path log() {
        return data.log();
    }

    /** The process id of the server's main process. */
    public long pid() {
        return postmaster.pid();
    }

    /** Whether the main process lives. */
    public boolean isRunning() {
        return Postmaster.of(data.cluster()).filter(now -> now.pid() == pid()).isPresent();
    }

    /** The address of a database, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
    }

    /**
     * Makes the database unless it is there, and returns its {@link #jdbcUrl}.
     *
     * @param database a letter, then letters, digits and underscores, at most 63, all lower case
     */
    public String createDatabaseIfMissing(String database) {
        if (!DATABASE_NAME.matcher(database).matches()) {
            throw new IllegalArgumentException(
                    "'" + database + "' is no name for a database: a-z, then a-z, 0-9 and _, at most 63 characters");
        }
        try (Connection connection = connect(DEFAULT_DATABASE);
                Statement statement = connection.createStatement()) {
            boolean missing;
            try (ResultSet found =
                    statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + database + "'")) {
                missing = !found.next();
            }
            if (missing) {
                statement.execute("CREATE DATABASE " + database);
            }
        } catch (SQLException e) {
            // Somebody else made it in between.
            if (!List.of("42P04", "23505").contains(String.valueOf(e.getSQLState()))) {
                throw new PostgresException(
                        Reason.STATEMENT_FAILED, "cannot create the database " + database + ": " + e.getMessage(), e);
            }
        }
        return jdbcUrl(database);
    }

    /** A new connection to that database. */
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user());
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("ApplicationName", "assay");
        // Not through DriverManager, which sees other drivers in each class loader.
        Connection connection = new Driver().connect(jdbcUrl(database), properties);
        if (connection == null) {
            throw new SQLException("the driver does not take " + jdbcUrl(database));
        }
        return connection;
    }

    /**
     * Ends the server: open transactions are rolled back, connections closed, everything is written. Nothing happens when it is stopped already.
     *
     * @throws PostgresException {@link Reason#FOLDER_IN_USE} when somebody else owns it; {@link Reason#DID_NOT_STOP}
     */
    public synchronized void stop() {
        if (lock == null && !isRunning()) {
            return;
        }
        try (OwnerLock held = lock == null ? OwnerLock.take(data) : lock) {
            lock = held;
            end();
        } finally {
            lock = null;
        }
    }

    /** Gives the ownership back and leaves the server running. */
    public synchronized void release() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    private synchronized void stopIfOwned() {
        if (lock != null) {
            stop();
        }
    }

    private void end() {
        if (!isRunning()) {
            return;
        }
        signal("INT");
        if (postmaster.awaitEnd(data.cluster(), FAST_STOP)) {
            return;
        }
        signal("QUIT");
        if (!postmaster.awaitEnd(data.cluster(), FORCED_STOP)) {
            throw new PostgresException(
                    Reason.DID_NOT_STOP, "PostgreSQL (process " + pid() + ") did not stop; its log is " + data.log());
        }
    }

    private void signal(String name) {
        try {
            Programs.run(List.of("/bin/sh", "-c", "kill -" + name + " " + pid()), FORCED_STOP);
        } catch (IOException e) {
            throw new PostgresException(Reason.DID_NOT_STOP, "cannot signal PostgreSQL (process " + pid() + ")", e);
        }
    }

    private static Postmaster awaitReady(DataFolder data, Duration timeout) {
        Postmaster.await(
                timeout,
                () -> Postmaster.of(data.cluster()).map(Postmaster::ready).orElse(true));
        return Postmaster.of(data.cluster())
                .filter(Postmaster::ready)
                .orElseThrow(() -> new PostgresException(
                        Reason.DID_NOT_START,
                        "the PostgreSQL that runs on " + data.path() + " did not get ready in " + timeout.toSeconds()
                                + " s; its log is " + data.log()));
    }

    private void checkServesItsFolder() {
        try (Connection connection = connect(DEFAULT_DATABASE);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SHOW data_directory")) {
            answer.next();
            Path served = Path.of(answer.getString(1));
            if (!Files.isSameFile(served, data.cluster())) {
                throw new PostgresException(
                        Reason.FOLDER_UNUSABLE,
                        "port " + port() + " serves " + served + ", not " + data.cluster()
                                + " as its postmaster.pid says");
            }
        } catch (SQLException | IOException e) {
            throw new PostgresException(
                    Reason.DID_NOT_START,
                    "PostgreSQL (process " + pid() + ", port " + port() + ") does not answer: " + e.getMessage()
                            + "; its log is " + data.log(),
                    e);
        }
    }
}
