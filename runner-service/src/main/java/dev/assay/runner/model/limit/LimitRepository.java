package dev.assay.runner.model.limit;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The limits that all replicas share, in the database. Its clock is the only one that counts. */
@ApplicationScoped
public class LimitRepository implements LimitStore {

    private final AgroalDataSource source;

    LimitRepository(@DataSource("runner") AgroalDataSource source) {
        this.source = source;
    }

    @Override
    public SlotLease takeSlots(String key, int requestsPerMinute, int count) {
        long interval = Pace.intervalMicros(requestsPerMinute);
        long burst = Pace.burst(requestsPerMinute) * interval;
        String sql = """
                insert into rate_limit as r (key, next_slot)
                values (?, clock_timestamp() + ? * interval '1 microsecond')
                on conflict (key) do update
                set next_slot = greatest(r.next_slot, clock_timestamp() - ? * interval '1 microsecond') + ? * interval '1 microsecond'
                returning (extract(epoch from next_slot - clock_timestamp()) * 1e6)::bigint""";
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, key);
            statement.setLong(2, interval * count - burst);
            statement.setLong(3, burst);
            statement.setLong(4, interval * count);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new SlotLease(
                        Duration.of(row.getLong(1) - interval * count, ChronoUnit.MICROS),
                        count,
                        Duration.of(interval, ChronoUnit.MICROS));
            }
        } catch (SQLException e) {
            throw new LimitUnavailableException(e);
        }
    }

    @Override
    public void pause(String key, Duration time) {
        String sql = """
                insert into rate_limit as r (key, next_slot) values (?, clock_timestamp() + ? * interval '1 microsecond')
                on conflict (key) do update set next_slot = greatest(r.next_slot, excluded.next_slot)""";
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, key);
            statement.setLong(2, time.toNanos() / 1_000);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new LimitUnavailableException(e);
        }
    }

    @Override
    public int renew(String key, String holder, int limit, int wanted, int open, Duration lifetime) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = source.getConnection()) {
                lock(connection, key);
                List<Integer> otherWants = new ArrayList<>();
                int otherGrants = others(connection, key, holder, otherWants);
                int share = Shares.of(limit, wanted, otherWants);
                int granted = Math.max(0, Math.min(share, limit - otherGrants));
                write(connection, key, holder, wanted, Math.max(granted, open), lifetime);
                return granted;
            } catch (SQLException e) {
                throw new LimitUnavailableException(e);
            }
        });
    }

    @Override
    public void release(String key, String holder) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("delete from concurrency_lease where key = ? and holder = ?")) {
            statement.setString(1, key);
            statement.setString(2, holder);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new LimitUnavailableException(e);
        }
    }

    private static void lock(Connection connection, String key) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 7))")) {
            statement.setString(1, key);
            statement.execute();
        }
    }

    /** What the others hold that have not let their lease run out; adds what each wants to {@code wants}. */
    private static int others(Connection connection, String key, String holder, List<Integer> wants)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select wanted, granted from concurrency_lease
                where key = ? and holder <> ? and expire_time > clock_timestamp()""")) {
            statement.setString(1, key);
            statement.setString(2, holder);
            int granted = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    wants.add(rows.getInt(1));
                    granted += rows.getInt(2);
                }
            }
            return granted;
        }
    }

    private static void write(
            Connection connection, String key, String holder, int wanted, int granted, Duration lifetime)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into concurrency_lease (key, holder, wanted, granted, expire_time)
                values (?, ?, ?, ?, clock_timestamp() + ? * interval '1 millisecond')
                on conflict (key, holder) do update
                set wanted = excluded.wanted, granted = excluded.granted, expire_time = excluded.expire_time""")) {
            statement.setString(1, key);
            statement.setString(2, holder);
            statement.setInt(3, wanted);
            statement.setInt(4, granted);
            statement.setLong(5, lifetime.toMillis());
            statement.executeUpdate();
        }
    }
}
