package dev.assay.dataset.version;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.testing.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** An import takes time in proportion to its rows (D1), whatever the statistics say: a version at work is in none of them. */
class RepetitionsTest {

    private static final int ROWS = 10_000;

    @Test
    void noPairOfRowsIsComparedWhenTheStatisticsKnowNothingOfTheVersion() throws Exception {
        try (Connection connection = TestPostgres.shared().newDatabase().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(migration("V1__datasets_versions_examples.sql"));
            for (int version = 1; version <= 3; version++) {
                write(connection, version);
            }
            statement.execute("analyze example");
            connection.setAutoCommit(false);
            write(connection, 4);

            assertThat(plan(connection)).contains("Nested Loop");
            statement.execute(NewVersion.JOIN_LARGE);
            assertThat(plan(connection)).doesNotContain("Nested Loop");
        }
    }

    private static String plan(Connection connection) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (PreparedStatement explain = connection.prepareStatement("explain " + NewVersion.NUMBER_REPETITIONS)) {
            explain.setLong(1, 4);
            explain.setLong(2, 4);
            try (ResultSet lines = explain.executeQuery()) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
        }
        return plan.toString();
    }

    private static void write(Connection connection, int version) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into example (version_key, ordinal, digest, repetition, size, category, tags, content)
                select ?, i, decode(md5(i::text), 'hex'), 1, 100, 'c', '{}', decode(repeat('00', 100), 'hex')
                from generate_series(0, ? - 1) as i""")) {
            insert.setInt(1, version);
            insert.setInt(2, ROWS);
            assertThat(insert.executeUpdate()).isEqualTo(ROWS);
        }
    }

    private static String migration(String file) throws IOException {
        try (InputStream in = RepetitionsTest.class.getResourceAsStream("/db/migration/dataset/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8);
        }
    }
}
