package dev.assay.chaos;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.postgres.PostgresServer;
import dev.assay.runner.v1.Completion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks into the runner's database from behind. */
final class Rows {

    private static final String RUN = "(select key from run where 'projects/' || project || '/runs/' || id = ?)";

    private final PostgresServer postgres;

    Rows(PostgresServer postgres) {
        this.postgres = postgres;
    }

    /**
     * The completions of a run in one view.
     *
     * @param count rows
     * @param different examples among them
     * @param last the largest sequence number
     * @param digest of all rows in their order
     */
    record Completions(long count, long different, long last, String digest) {}

    Completions completions(String run) {
        String sql = """
                select count(*), count(distinct (example, sample_index)), coalesce(max(sequence), 0),
                       coalesce(md5(string_agg(sequence || ' ' || example || ' ' || md5(content) || ' ' || create_time, ',' order by sequence)), '')
                from completion where run_key = """ + RUN;
        try (Connection connection = postgres.connect("runner");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, run);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Completions(row.getLong(1), row.getLong(2), row.getLong(3), row.getString(4));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The different reasons of errors among the completions. */
    List<String> errors(String run) {
        return texts(
                "select distinct error_reason from completion where error_reason is not null and run_key = " + RUN,
                run);
    }

    /** The prompts of all completions that are stored. */
    Set<String> prompts(String run) {
        try (Connection connection = postgres.connect("runner");
                PreparedStatement statement =
                        connection.prepareStatement("select content from completion where run_key = " + RUN)) {
            statement.setString(1, run);
            Set<String> prompts = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    prompts.add(Completion.parseFrom(rows.getBytes(1))
                            .getMessages(0)
                            .getParts(0)
                            .getText());
                }
            }
            return prompts;
        } catch (SQLException | InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** The number of that run's row. */
    long key(String run) {
        return Long.parseLong(texts("select key from run where 'projects/' || project || '/runs/' || id = ?", run)
                .getFirst());
    }

    /** The first column of what that query finds, as text; {@code parameters} are texts too. */
    List<String> texts(String sql, String... parameters) {
        try (Connection connection = postgres.connect("runner");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(String.valueOf(rows.getString(1)));
                }
            }
            return texts;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    long number(String sql, String... parameters) {
        return Long.parseLong(texts(sql, parameters).getFirst());
    }
}
