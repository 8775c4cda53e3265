package dev.assay.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.postgres.PostgresException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a server on one machine, with the real PostgreSQL (P3, R4). */
class PostgresServerTest {
    @TempDir
    Path folder;

    private final List<PostgresServer> servers = new ArrayList<>();

    @AfterEach
    void stopServers() {
        servers.reversed().forEach(PostgresServer::stop);
    }

    @Test
    void keepsDataPortAndPasswordOverARestart() throws Exception {
        PostgresServer first = start(settings("data"));
        assertThat(first.host()).isEqualTo("127.0.0.1");
        String url = first.createDatabaseIfMissing("assay_runner");
        assertThat(first.createDatabaseIfMissing("assay_runner")).isEqualTo(url);
        assertThatThrownBy(() -> first.createDatabaseIfMissing("x; DROP DATABASE postgres"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no name for a database");
        update(first, "assay_runner", "CREATE TABLE kept(word text)");
        update(first, "assay_runner", "INSERT INTO kept VALUES ('grüße 😀')");
        first.stop();
        assertThat(first.isRunning()).isFalse();

        PostgresServer second = start(settings("data"));

        assertThat(query(second, "assay_runner", "SELECT word FROM kept")).isEqualTo("grüße 😀");
        assertThat(second.jdbcUrl("assay_runner")).isEqualTo(url);
        assertThat(second.password()).isEqualTo(first.password());
        assertThat(second.pid()).isNotEqualTo(first.pid());
    }

    @Test
    void asksForThePasswordAndListensOnLoopbackOnly() throws Exception {
        PostgresServer server = start(durable("data"));

        assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.passwordFile())))
                .isEqualTo("rw-------");
        assertThat(server.password()).hasSizeGreaterThanOrEqualTo(32);
        assertThat(query(server, "postgres", "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(query(server, "postgres", "SHOW unix_socket_directories")).isEmpty();
        assertThat(query(
                        server,
                        "postgres",
                        "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'"))
                .isEqualTo("0");
        assertThat(query(server, "postgres", "SHOW fsync") + query(server, "postgres", "SHOW jit"))
                .isEqualTo("onoff");
    }

    @Test
    void adoptsTheServerOfAProcessThatEnded() throws Exception {
        assertThat(otherProcessStarts(folder.resolve("data"))).isEqualTo("started\n");
        long left = PostgresServer.find(folder.resolve("data")).orElseThrow().pid();

        assertThat(start(settings("data")).pid()).isEqualTo(left);
    }

    @Test
    void recoversWhenItsMainProcessWasKilled() throws Exception {
        PostgresServer first = start(durable("data"));
        update(first, "postgres", "CREATE TABLE kept(number int)");
        update(first, "postgres", "INSERT INTO kept VALUES (42)");
        try (Connection busy = first.connect("postgres");
                Statement statement = busy.createStatement()) {
            // A busy backend does not notice that its postmaster died, and keeps the shared memory: it must be got rid
            // of.
            Thread work = Thread.ofVirtual().start(() -> loopForever(statement));
            assertThat(Postmaster.await(Duration.ofSeconds(60), () -> isBusy(first)))
                    .isTrue();
            ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
            assertThat(Postmaster.await(Duration.ofSeconds(60), () -> !first.isRunning()))
                    .isTrue();
            assertThat(PostgresServer.find(folder.resolve("data"))).isEmpty();
            first.release();

            PostgresServer second = start(durable("data"));

            assertThat(query(second, "postgres", "SELECT number FROM kept")).isEqualTo("42");
            assertThat(second.port()).isEqualTo(first.port());
            work.join(Duration.ofSeconds(60));
        }
    }

    @Test
    void isNotFooledByAStrangerWithTheProcessIdOfTheDeadServer() throws Exception {
        PostgresServer first = start(settings("data"));
        first.stop();
        String stranger = ProcessHandle.current().pid() + "\n";
        Files.writeString(
                folder.resolve("data/cluster/postmaster.pid"),
                stranger + folder.resolve("data/cluster") + "\n1\n" + first.port() + "\n\n127.0.0.1\n1 1\nready\n");

        assertThat(PostgresServer.find(folder.resolve("data"))).isEmpty();
        PostgresServer second = start(settings("data"));

        assertThat(second.isRunning()).isTrue();
    }

    @Test
    void refusesASecondOwner() throws Exception {
        PostgresServer server = start(settings("data"));

        assertThat(reasonOf(settings("data"))).isEqualTo(Reason.FOLDER_IN_USE);
        assertThat(otherProcessStarts(folder.resolve("data")))
                .contains("in use by process " + ProcessHandle.current().pid());
        PostgresServer seen = PostgresServer.find(folder.resolve("data")).orElseThrow();
        assertThat(seen.pid()).isEqualTo(server.pid());
        assertThatThrownBy(seen::stop)
                .isInstanceOfSatisfying(
                        PostgresException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FOLDER_IN_USE));
        assertThat(server.isRunning()).isTrue();
    }

    @Test
    void anybodyMayStopAServerWithoutAnOwner() {
        PostgresServer server = start(settings("data"));
        server.release();

        PostgresServer.find(folder.resolve("data")).orElseThrow().stop();

        assertThat(server.isRunning()).isFalse();
        assertThat(PostgresServer.find(folder.resolve("data"))).isEmpty();
    }

    @Test
    void takesAnotherPortWhenItsOwnIsGoneButNotWhenItWasToldTo() throws Exception {
        PostgresServer first = start(settings("data"));
        first.stop();
        try (ServerSocket stranger = new ServerSocket(first.port(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(reasonOf(settings("data").withPort(stranger.getLocalPort())))
                    .isEqualTo(Reason.PORT_IN_USE);

            PostgresServer second = start(settings("data"));

            assertThat(second.port()).isNotEqualTo(first.port());
        }
    }

    @Test
    void movesARunningServerToThePortThatIsAskedFor() throws Exception {
        PostgresServer first = start(settings("data"));
        first.release();
        int wanted;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            wanted = free.getLocalPort();
        }

        assertThat(start(settings("data").withPort(wanted)).port()).isEqualTo(wanted);
    }

    @Test
    void livesInAFolderWithSpacesAndUnicodeBesideAnother() throws Exception {
        PostgresServer one = start(settings("one folder/ÄÖ 数据 'quoted'"));
        PostgresServer two = start(settings("two"));

        assertThat(one.port()).isNotEqualTo(two.port());
        assertThat(one.password()).isNotEqualTo(two.password());
        assertThat(query(one, "postgres", "SELECT 1") + query(two, "postgres", "SELECT 2"))
                .isEqualTo("12");
    }

    @Test
    void saysWhatIsWrongWithAFolder() throws Exception {
        Files.writeString(folder.resolve("file"), "not a folder");
        assertThatThrownBy(() -> PostgresServer.start(settings("file/below")))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining(folder.resolve("file/below").toString())
                .hasMessageContaining("choose a folder that this user may write");

        Files.createDirectories(folder.resolve("old/cluster"));
        Files.writeString(folder.resolve("old/password"), "secret");
        Files.writeString(folder.resolve("old/cluster/PG_VERSION"), "12\n");
        assertThatThrownBy(() -> PostgresServer.start(settings("old")))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("was made by PostgreSQL 12, and this is PostgreSQL 18");

        Files.createDirectories(folder.resolve("lost/cluster"));
        assertThatThrownBy(() -> PostgresServer.start(settings("lost")))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("put it back, or delete the data folder");
        assertThat(PostgresServer.find(folder.resolve("lost"))).isEmpty();
        assertThat(PostgresServer.find(folder.resolve("nothing"))).isEmpty();
    }

    private PostgresSettings settings(String name) {
        return durable(name).withoutDurability();
    }

    private PostgresSettings durable(String name) {
        return PostgresSettings.of(folder.resolve(name)).stoppedOnExit();
    }

    private PostgresServer start(PostgresSettings settings) {
        PostgresServer server = PostgresServer.start(settings);
        servers.add(server);
        return server;
    }

    private static Reason reasonOf(PostgresSettings settings) {
        try {
            PostgresServer.start(settings).stop();
        } catch (PostgresException e) {
            return e.reason();
        }
        throw new AssertionError("it started");
    }

    /** What a second JVM says that wants to own the folder. */
    private static String otherProcessStarts(Path data) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SecondOwner.class.getName(),
                        data.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    /** The main class of that JVM. */
    static final class SecondOwner {
        public static void main(String[] arguments) {
            try {
                PostgresServer.start(PostgresSettings.of(Path.of(arguments[0])));
                System.out.println("started");
            } catch (PostgresException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static void loopForever(Statement statement) {
        try {
            statement.execute("DO $$ BEGIN LOOP END LOOP; END $$");
        } catch (SQLException serverWasKilled) {
            return;
        }
    }

    private static boolean isBusy(PostgresServer server) {
        try {
            return query(
                            server,
                            "postgres",
                            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %'")
                    .equals("1");
        } catch (SQLException e) {
            return false;
        }
    }

    private static void update(PostgresServer server, String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(PostgresServer server, String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
