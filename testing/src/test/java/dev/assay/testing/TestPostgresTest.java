package dev.assay.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.testing.TestPostgres.Database;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Databases for tests on the real PostgreSQL (P3). */
class TestPostgresTest {
    @Test
    void givesEachItsOwnDatabaseOnOneServer() throws Exception {
        Database one = TestPostgres.shared().newDatabase();
        Database two = TestPostgres.shared().newDatabase("runner");

        assertThat(TestPostgres.shared().server().pid())
                .isEqualTo(TestPostgres.shared().server().pid());
        assertThat(one.jdbcUrl()).isNotEqualTo(two.jdbcUrl());
        assertThat(two.jdbcUrl()).contains("/runner_");
        try (Connection connection = one.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE mine(id int)");
        }
        try (Connection connection = two.connect();
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("SELECT count(*) FROM pg_tables WHERE tablename = 'mine'")) {
            assertThat(tables.next()).isTrue();
            assertThat(tables.getInt(1)).isZero();
        }
    }

    @Test
    void quarkusGetsADatabasePerDatasource() throws Exception {
        PostgresResource resource = new PostgresResource();
        resource.init(Map.of(PostgresResource.DATASOURCES, "dataset, my-runner"));

        Map<String, String> properties = resource.start();

        assertThat(properties)
                .containsOnlyKeys(
                        "quarkus.datasource.\"dataset\".jdbc.url",
                        "quarkus.datasource.\"dataset\".username",
                        "quarkus.datasource.\"dataset\".password",
                        "quarkus.datasource.\"my-runner\".jdbc.url",
                        "quarkus.datasource.\"my-runner\".username",
                        "quarkus.datasource.\"my-runner\".password");
        try (Connection connection = DriverManager.getConnection(
                String.valueOf(properties.get("quarkus.datasource.\"my-runner\".jdbc.url")),
                properties.get("quarkus.datasource.\"my-runner\".username"),
                properties.get("quarkus.datasource.\"my-runner\".password"))) {
            assertThat(connection.getCatalog()).startsWith("my_runner_");
        }
        resource.stop();
    }

    @Test
    void quarkusGetsTheDefaultDatasourceWithoutAnArgument() {
        PostgresResource resource = new PostgresResource();
        resource.init(Map.of());

        assertThat(resource.start())
                .containsOnlyKeys(
                        "quarkus.datasource.jdbc.url", "quarkus.datasource.username", "quarkus.datasource.password");
        assertThatThrownBy(() -> resource.init(Map.of(PostgresResource.DATASOURCES, "a\"b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'a\"b' is no name of a datasource");
    }

    @Test
    void leavesNothingBehindWhenItsJvmIsKilled() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherJvm.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            long pid = Long.parseLong(String.valueOf(output.readLine()));
            Path folder = Path.of(String.valueOf(output.readLine()));
            assertThat(ProcessHandle.of(pid)).isPresent();

            process.destroyForcibly();

            Eventually.until(
                    Duration.ofSeconds(60),
                    "the end of the server",
                    () -> ProcessHandle.of(pid).isEmpty() && !Files.exists(folder));
        }
    }

    /** The main class of that JVM: starts a server, says which, and waits to be killed. */
    static final class OtherJvm {
        public static void main(String[] arguments) throws Exception {
            TestPostgres postgres = TestPostgres.shared();
            System.out.println(postgres.server().pid());
            System.out.println(postgres.server().log().getParent());
            Thread.currentThread().join();
        }
    }
}
