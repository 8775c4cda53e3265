package dev.assay.runner.cache;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.assay.runner.v1.Completion;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Kept answers in the database: found and added in batches. Reading writes nothing. */
@ApplicationScoped
public class CacheRepository {

    /** One look-up brings no more than so much: a batch of large answers is short. */
    private static final int LOOKUP_BYTES = 4 << 20;

    /**
     * Answers that were found.
     *
     * @param answers by key; with the name of the completion that they were bought for, the usage, and the time
     * @param covered how many of the keys asked for, from the first, are answered for by this; at least one
     */
    public record Found(Map<ByteString, Completion> answers, int covered) {}

    private final AgroalDataSource source;

    CacheRepository(@DataSource("runner") AgroalDataSource source) {
        this.source = source;
    }

    /** Answers of a project that are not older than {@code since}, for the first of {@code keys}. */
    public Found find(String project, List<ByteString> keys, Instant since) {
        String sql = """
                select number, key, content, create_time, rows from (
                    select k.number, c.key, c.content, c.create_time, count(*) over () as rows,
                        sum(c.bytes) over (order by k.number) - c.bytes as bytes_before
                    from unnest(?::bytea[]) with ordinality as k (key, number)
                    join answer_cache c on c.project = ? and c.key = k.key and c.create_time >= ?
                ) found where bytes_before < ? order by number""";
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("bytea", arrays(keys)));
            statement.setString(2, project);
            statement.setObject(3, utc(since));
            statement.setInt(4, LOOKUP_BYTES);
            Map<ByteString, Completion> answers = new HashMap<>();
            int covered = keys.size();
            try (ResultSet rows = statement.executeQuery()) {
                for (int read = 1; rows.next(); read++) {
                    answers.put(ByteString.copyFrom(rows.getBytes(2)), completion(rows));
                    boolean last = read == rows.getInt(5);
                    covered = last ? keys.size() : rows.getInt(1);
                }
            }
            return new Found(answers, covered);
        } catch (SQLException e) {
            throw new CacheException(e);
        }
    }

    /** Which of these keys have an answer that is not older than {@code since}. How many. */
    public int count(String project, List<ByteString> keys, Instant since) {
        String sql = """
                select count(*) from unnest(?::bytea[]) as k (key)
                join answer_cache c on c.project = ? and c.key = k.key and c.create_time >= ?""";
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("bytea", arrays(keys)));
            statement.setString(2, project);
            statement.setObject(3, utc(since));
            return number(statement);
        } catch (SQLException e) {
            throw new CacheException(e);
        }
    }

    /** Keeps answers, unless there is one by that key; part of the current transaction. */
    public void insert(List<CacheEntry> entries, Instant now) {
        // In the order of keys: two transactions that add the same ones wait for each other in one direction only.
        List<CacheEntry> sorted = entries.stream()
                .sorted(Comparator.comparing(CacheEntry::project)
                        .thenComparing(CacheEntry::key, ByteString.unsignedLexicographicalComparator()))
                .toList();
        String sql = """
                insert into answer_cache (project, key, content, bytes, create_time)
                select project, key, content, octet_length(content), ?
                from unnest(?::text[], ?::bytea[], ?::bytea[]) with ordinality as e (project, key, content, number)
                order by number on conflict do nothing""";
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, utc(now));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", sorted.stream().map(CacheEntry::project).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "bytea", arrays(sorted.stream().map(CacheEntry::key).toList())));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "bytea",
                            arrays(sorted.stream().map(CacheEntry::content).toList())));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new CacheException(e);
        }
    }

    /** Bytes of all answers. */
    long bytes() {
        try (Connection connection = source.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select coalesce(sum(bytes), 0) from answer_cache");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            throw new CacheException(e);
        }
    }

    /**
     * Removes the oldest answers made before {@code before}, at most {@code count}.
     *
     * @return the bytes that each of them took, oldest first
     */
    List<Integer> removeOldest(Instant before, int count) {
        String sql = """
                delete from answer_cache where (project, key) in
                (select project, key from answer_cache where create_time < ? order by create_time limit ? for update skip locked)
                returning bytes""";
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, utc(before));
            statement.setInt(2, count);
            List<Integer> removed = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    removed.add(rows.getInt(1));
                }
            }
            return removed;
        } catch (SQLException e) {
            throw new CacheException(e);
        }
    }

    private static Completion completion(ResultSet row) throws SQLException {
        Instant created = row.getObject(4, OffsetDateTime.class).toInstant();
        try {
            return Completion.parseFrom(row.getBytes(3)).toBuilder()
                    .setCreateTime(Timestamp.newBuilder()
                            .setSeconds(created.getEpochSecond())
                            .setNanos(created.getNano()))
                    .build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a kept answer is unreadable", e);
        }
    }

    private static int number(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static byte[][] arrays(List<ByteString> values) {
        return values.stream().map(ByteString::toByteArray).toArray(byte[][]::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
