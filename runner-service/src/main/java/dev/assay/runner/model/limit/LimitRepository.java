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
import java.util.ArrayList;
import java.util.List;

/** The limits that all replicas share, in the database. Its clock is the only one that counts. */
@ApplicationScoped
public class LimitRepository implements LimitStore {

    private static final long NANOS_PER_MICRO = 1_000;

    private final AgroalDataSource source;

    LimitRepository(@DataSource("runner") AgroalDataSource source) {
        this.source = source;
    }

    @Override
    public Turns take(String key, Quotas quotas, List<Long> asks, List<Change> changes) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = source.getConnection()) {
                Row row = lockRow(connection, key);
                Schedule schedule = new Schedule(Timeline.of(row.requests()), Timeline.of(row.tokens()));
                schedule.settle(changes, quotas);
                Turns turns = schedule.take(row.now(), row.quietUntil(), asks, quotas);
                if (!changes.isEmpty() || !turns.times().isEmpty()) {
                    write(connection, key, schedule);
                }
                return turns;
            } catch (SQLException e) {
                throw new LimitUnavailableException(e);
            }
        });
    }

    @Override
    public void quiet(String key, Duration time) {
        String sql = time.isZero() ? "update rate_limit set quiet_until = null where key = ?" : """
                insert into rate_limit as r (key, quiet_until) values (?, clock_timestamp() + ? * interval '1 microsecond')
                on conflict (key) do update set quiet_until = greatest(r.quiet_until, excluded.quiet_until)""";
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, key);
            if (!time.isZero()) {
                statement.setLong(2, time.toNanos() / NANOS_PER_MICRO);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new LimitUnavailableException(e);
        }
    }

    @Override
    public Lease renew(String key, String holder, Wish wish) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = source.getConnection()) {
                lock(connection, key);
                Lease known = known(connection, key);
                Learnt learnt = known.learnt();
                if (learnt.version() == wish.learnt().version()
                        && learnt.concurrency() != wish.learnt().concurrency()) {
                    learnt = new Learnt(wish.learnt().concurrency(), learnt.version() + 1);
                    keep(connection, key, learnt);
                }
                int limit = learnt.concurrency() == 0 ? wish.limit() : Math.min(wish.limit(), learnt.concurrency());
                List<Integer> otherWants = new ArrayList<>();
                int otherGrants = others(connection, key, holder, otherWants);
                int share = Shares.of(limit, wish.wanted(), otherWants);
                int granted = Math.max(0, Math.min(share, limit - otherGrants));
                write(connection, key, holder, wish.wanted(), Math.max(granted, wish.open()), wish.lifetime());
                return new Lease(granted, learnt, known.quiet());
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

    private record Row(byte[] requests, byte[] tokens, long now, long quietUntil) {}

    private static Row lockRow(Connection connection, String key) throws SQLException {
        while (true) {
            try (PreparedStatement statement = connection.prepareStatement("""
                    select requests, tokens, (extract(epoch from clock_timestamp()) * 1e6)::bigint,
                           coalesce((extract(epoch from quiet_until) * 1e6)::bigint, 0)
                    from rate_limit where key = ? for update""")) {
                statement.setString(1, key);
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next()) {
                        return new Row(
                                row.getBytes(1),
                                row.getBytes(2),
                                row.getLong(3) * NANOS_PER_MICRO,
                                row.getLong(4) * NANOS_PER_MICRO);
                    }
                }
            }
            try (PreparedStatement statement =
                    connection.prepareStatement("insert into rate_limit (key) values (?) on conflict do nothing")) {
                statement.setString(1, key);
                statement.executeUpdate();
            }
        }
    }

    private static void write(Connection connection, String key, Schedule schedule) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("update rate_limit set requests = ?, tokens = ? where key = ?")) {
            statement.setBytes(1, schedule.requests.bytes());
            statement.setBytes(2, schedule.tokens.bytes());
            statement.setString(3, key);
            statement.executeUpdate();
        }
    }

    /** What is learnt, and the quiet time; a lease of nothing. */
    private static Lease known(Connection connection, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select learnt_concurrency, learnt_version,
                       coalesce((extract(epoch from quiet_until - clock_timestamp()) * 1e6)::bigint, 0)
                from rate_limit where key = ?""")) {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return new Lease(0, new Learnt(0, 0), Duration.ZERO);
                }
                return new Lease(
                        0,
                        new Learnt(row.getInt(1), row.getLong(2)),
                        Duration.ofNanos(Math.max(0, row.getLong(3) * NANOS_PER_MICRO)));
            }
        }
    }

    private static void keep(Connection connection, String key, Learnt learnt) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into rate_limit (key, learnt_concurrency, learnt_version) values (?, ?, ?)
                on conflict (key) do update
                set learnt_concurrency = excluded.learnt_concurrency, learnt_version = excluded.learnt_version""")) {
            statement.setString(1, key);
            statement.setInt(2, learnt.concurrency());
            statement.setLong(3, learnt.version());
            statement.executeUpdate();
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
