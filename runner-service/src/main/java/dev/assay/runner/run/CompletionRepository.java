package dev.assay.runner.run;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.assay.runner.v1.Completion;
import dev.assay.type.v1.ErrorReason;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Completions in the database: written and read in batches. */
@ApplicationScoped
public class CompletionRepository {

    private static final String READ =
            "select sequence, example, sample_index, content, create_time from completion where run_key = ? ";

    /** A page ends behind the completion that makes it so large: pages of large answers are short. */
    private static final int PAGE_BYTES = 4 << 20;

    /**
     * A stored completion.
     *
     * @param sequence place in the order of commits, from 1
     * @param completion without its name
     */
    public record Stored(long sequence, String example, int sampleIndex, Completion completion) {}

    /**
     * Some completions.
     *
     * @param more whether there are more behind them
     */
    public record Page(List<Stored> completions, boolean more) {}

    private final AgroalDataSource source;

    CompletionRepository(@DataSource("runner") AgroalDataSource source) {
        this.source = source;
    }

    /** Inserts completions, numbered from {@code first}; part of the current transaction. How many were not there yet. */
    int insert(long runKey, long first, List<Draft> drafts, Instant now) {
        int size = drafts.size();
        String[] examples = new String[size];
        Integer[] samples = new Integer[size];
        @Nullable String[] errors = new String[size];
        byte[][] contents = new byte[size][];
        for (int i = 0; i < size; i++) {
            Draft draft = drafts.get(i);
            examples[i] = draft.example();
            samples[i] = draft.sampleIndex();
            errors[i] = draft.error() == null ? null : draft.error().name();
            contents[i] = draft.content();
        }
        String sql = """
                insert into completion (run_key, sequence, example, sample_index, error_reason, content, create_time)
                select ?, ? + d.number - 1, d.example, d.sample_index, d.error_reason, d.content, ?
                from unnest(?::text[], ?::int4[], ?::text[], ?::bytea[]) with ordinality
                    as d (example, sample_index, error_reason, content, number)
                on conflict do nothing""";
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, runKey);
            statement.setLong(2, first);
            statement.setObject(3, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            statement.setArray(4, connection.createArrayOf("text", examples));
            statement.setArray(5, connection.createArrayOf("int4", samples));
            statement.setArray(6, connection.createArrayOf("text", errors));
            statement.setArray(7, connection.createArrayOf("bytea", contents));
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Which completions of these examples are stored. */
    Set<Draft.Key> stored(long runKey, Collection<String> examples) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select example, sample_index from completion where run_key = ? and example = any(?)")) {
            statement.setLong(1, runKey);
            statement.setArray(2, connection.createArrayOf("text", examples.toArray()));
            Set<Draft.Key> keys = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.add(new Draft.Key(rows.getString(1), rows.getInt(2)));
                }
            }
            return keys;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Completions behind {@code sequence} in order, at most {@code count}, fewer when they are large. */
    Page after(long runKey, long sequence, int count, boolean onlyErrors) {
        String sql = """
                select sequence, example, sample_index, content, create_time, row_number < found from (
                    select *, row_number() over (order by sequence) as row_number, count(*) over () as found,
                        sum(octet_length(content)) over (order by sequence) - octet_length(content) as bytes_before
                    from (select * from completion where run_key = ? and sequence > ? %s order by sequence limit ?) rows
                ) numbered where row_number <= ? and bytes_before < ? order by sequence""".formatted(onlyErrors ? "and error_reason is not null" : "");
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, runKey);
            statement.setLong(2, sequence);
            statement.setInt(3, count + 1);
            statement.setInt(4, count);
            statement.setInt(5, PAGE_BYTES);
            List<Stored> found = new ArrayList<>();
            boolean more = false;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(read(rows));
                    more = rows.getBoolean(6);
                }
            }
            return new Page(found, more);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    Optional<Stored> find(long runKey, Draft.Key key) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(READ + "and example = ? and sample_index = ?")) {
            statement.setLong(1, runKey);
            statement.setString(2, key.example());
            statement.setInt(3, key.sampleIndex());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Removes completions that ended with an error; part of the current transaction. How many, by reason. */
    Map<ErrorReason, Integer> removeFailed(long runKey) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        with removed as (delete from completion where run_key = ? and error_reason is not null returning error_reason)
                        select error_reason, count(*) from removed group by error_reason""")) {
            statement.setLong(1, runKey);
            Map<ErrorReason, Integer> removed = new EnumMap<>(ErrorReason.class);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    removed.put(ErrorReason.valueOf(rows.getString(1)), rows.getInt(2));
                }
            }
            return removed;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** The first sequence number behind {@code after} that there is. */
    OptionalLong next(long runKey, long after) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select sequence from completion where run_key = ? and sequence > ? order by sequence limit 1")) {
            statement.setLong(1, runKey);
            statement.setLong(2, after);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Removes completions of a deleted run, by sequence numbers, both included. A range of the key: a sub-query might read all that the run has. */
    void remove(long runKey, long first, long last) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "delete from completion where run_key = ? and sequence between ? and ?")) {
            statement.setLong(1, runKey);
            statement.setLong(2, first);
            statement.setLong(3, last);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static Stored read(ResultSet row) throws SQLException {
        Instant created = row.getObject(5, OffsetDateTime.class).toInstant();
        try {
            Completion completion = Completion.parseFrom(row.getBytes(4)).toBuilder()
                    .setCreateTime(Timestamp.newBuilder()
                            .setSeconds(created.getEpochSecond())
                            .setNanos(created.getNano()))
                    .build();
            return new Stored(row.getLong(1), row.getString(2), row.getInt(3), completion);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("completion " + row.getLong(1) + " is unreadable", e);
        }
    }
}
