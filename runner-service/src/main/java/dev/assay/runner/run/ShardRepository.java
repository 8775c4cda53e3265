package dev.assay.runner.run;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Shards in the database. All methods take part in the current transaction. */
@ApplicationScoped
public class ShardRepository {

    private static final String COLUMNS = "index, first_position, example_count, start_token, end_token, epoch";

    private final AgroalDataSource source;

    ShardRepository(@DataSource("runner") AgroalDataSource source) {
        this.source = source;
    }

    /** The shard planned last. */
    Optional<Shard> last(long runKey) {
        return one("select " + COLUMNS + " from shard where run_key = ? order by index desc limit 1", runKey, -1);
    }

    /** Adds a shard. */
    void insert(Shard shard, boolean scheduled) {
        String sql = """
                insert into shard (run_key, index, first_position, example_count, start_token, end_token, state, epoch)
                values (?, ?, ?, ?, ?, ?, ?, 0)""";
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, shard.runKey());
            statement.setInt(2, shard.index());
            statement.setLong(3, shard.firstPosition());
            statement.setInt(4, shard.exampleCount());
            statement.setString(5, shard.startToken());
            statement.setString(6, shard.endToken());
            statement.setString(7, scheduled ? "SCHEDULED" : "WAITING");
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Shards that are scheduled and not done. */
    int scheduled(long runKey) {
        return number("select count(*) from shard where run_key = ? and state = 'SCHEDULED'", runKey)
                .orElse(0);
    }

    /** Whether any shard is not done. */
    boolean anyOpen(long runKey) {
        return number("select 1 from shard where run_key = ? and state <> 'DONE' limit 1", runKey)
                .isPresent();
    }

    /** Makes the first waiting shard a scheduled one; its index. */
    OptionalInt scheduleNext(long runKey) {
        return number("""
                update shard s set state = 'SCHEDULED'
                from (select run_key, index from shard where run_key = ? and state = 'WAITING' order by index limit 1) next
                where s.run_key = next.run_key and s.index = next.index returning s.index""", runKey);
    }

    /** Takes a shard for a new worker; empty when it is not to be worked on. */
    Optional<Shard> claim(long runKey, int index) {
        return one(
                "update shard set epoch = epoch + 1 where run_key = ? and index = ? and state = 'SCHEDULED' returning "
                        + COLUMNS,
                runKey,
                index);
    }

    /** Marks a shard as done, unless another worker has taken it. */
    boolean done(Shard shard) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "update shard set state = 'DONE' where run_key = ? and index = ? and epoch = ? and state = 'SCHEDULED'")) {
            statement.setLong(1, shard.runKey());
            statement.setInt(2, shard.index());
            statement.setLong(3, shard.epoch());
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** The current epochs of shards that are being worked on. */
    Map<Integer, Long> epochs(long runKey, Collection<Integer> shards) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select index, epoch from shard where run_key = ? and index = any(?) and state = 'SCHEDULED'")) {
            statement.setLong(1, runKey);
            statement.setArray(2, connection.createArrayOf("int4", shards.toArray()));
            Map<Integer, Long> epochs = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    epochs.put(rows.getInt(1), rows.getLong(2));
                }
            }
            return epochs;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Lets all shards of a run that has ended wait to be worked on once more. */
    void reopen(long runKey) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "update shard set state = 'WAITING', epoch = epoch + 1 where run_key = ?")) {
            statement.setLong(1, runKey);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Indexes of shards that are scheduled and not done. */
    List<Integer> scheduledIndexes(long runKey) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select index from shard where run_key = ? and state = 'SCHEDULED' order by index")) {
            statement.setLong(1, runKey);
            List<Integer> indexes = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    indexes.add(rows.getInt(1));
                }
            }
            return indexes;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Removes the shards of a deleted run. */
    void remove(long runKey) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("delete from shard where run_key = ?")) {
            statement.setLong(1, runKey);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private Optional<Shard> one(String sql, long runKey, int index) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, runKey);
            if (index >= 0) {
                statement.setInt(2, index);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Shard(
                                runKey,
                                row.getInt(1),
                                row.getLong(2),
                                row.getInt(3),
                                row.getString(4),
                                row.getString(5),
                                row.getLong(6)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private OptionalInt number(String sql, long runKey) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, runKey);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
