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
import java.util.function.BiFunction;

/** The limits that all replicas share, in the database. Its clock is the only one that counts. */
@ApplicationScoped
public class LimitRepository implements LimitStore {

    private static final long NANOS_PER_MICRO = 1_000;

    /** What a provider said of its quotas holds so long, unless it says something else. */
    private static final Duration SAID_HOLDS = Duration.ofDays(1);

    /** After so long it is written down anew that it still says so. */
    private static final Duration SAID_AGAIN = Duration.ofHours(1);

    /** A clock that goes back by less was not set back. */
    private static final Duration CLOCKS_TREMBLE = Duration.ofMillis(500);

    private final AgroalDataSource source;

    LimitRepository(@DataSource("runner") AgroalDataSource source) {
        this.source = source;
    }

    @Override
    public Turns take(String key, Quotas quotas, List<Long> asks, List<Change> changes) {
        return change(key, (row, schedule) -> {
            schedule.settle(changes, quotas);
            Turns turns = schedule.take(row.now(), row.quietUntil(), asks, quotas);
            return new Changed<>(turns, !changes.isEmpty() || !turns.times().isEmpty());
        });
    }

    @Override
    public void past(String key, Quotas quotas, List<Past> pasts) {
        change(key, (row, schedule) -> {
            schedule.note(row.now(), pasts, quotas);
            return new Changed<>(true, true);
        });
    }

    private record Changed<T>(T result, boolean toBeKept) {}

    private <T> T change(String key, BiFunction<Row, Schedule, Changed<T>> change) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = source.getConnection()) {
                Row row = lockRow(connection, key);
                Schedule schedule = new Schedule(Timeline.of(row.requests()), Timeline.of(row.tokens()));
                if (row.clock() - row.now() > CLOCKS_TREMBLE.toNanos()) {
                    schedule.setBack(row.clock() - row.now());
                }
                Changed<T> changed = change.apply(row, schedule);
                if (changed.toBeKept()) {
                    write(connection, key, schedule, row.now());
                }
                return changed.result();
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
                Known known = known(connection, key);
                Learnt learnt = known.learnt();
                if (learnt.version() == wish.learnt().version()
                        && learnt.concurrency() != wish.learnt().concurrency()) {
                    learnt = new Learnt(wish.learnt().concurrency(), learnt.version() + 1);
                    keep(connection, key, learnt);
                }
                Said said = wish.heard().or(known.said());
                if (!wish.heard().equals(Said.NOTHING)
                        && (!said.equals(known.said()) || known.saidAge().compareTo(SAID_AGAIN) > 0)) {
                    keep(connection, key, said);
                }
                int limit = learnt.concurrency() == 0 ? wish.limit() : Math.min(wish.limit(), learnt.concurrency());
                List<Integer> otherWants = new ArrayList<>();
                int otherGrants = others(connection, key, holder, otherWants);
                int share = Shares.of(limit, wish.wanted(), otherWants);
                int granted = Math.max(0, Math.min(share, limit - otherGrants));
                write(connection, key, holder, wish.wanted(), Math.max(granted, wish.open()), wish.lifetime());
                return new Lease(granted, learnt, known.quiet(), said);
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

    private record Row(byte[] requests, byte[] tokens, long now, long quietUntil, long clock) {}

    private static Row lockRow(Connection connection, String key) throws SQLException {
        while (true) {
            try (PreparedStatement statement = connection.prepareStatement("""
                    select requests, tokens, (extract(epoch from clock_timestamp()) * 1e6)::bigint,
                           coalesce((extract(epoch from quiet_until) * 1e6)::bigint, 0), clock
                    from rate_limit where key = ? for update""")) {
                statement.setString(1, key);
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next()) {
                        return new Row(
                                row.getBytes(1),
                                row.getBytes(2),
                                row.getLong(3) * NANOS_PER_MICRO,
                                row.getLong(4) * NANOS_PER_MICRO,
                                row.getLong(5) * NANOS_PER_MICRO);
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

    private static void write(Connection connection, String key, Schedule schedule, long now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "update rate_limit set requests = ?, tokens = ?, clock = ? where key = ?")) {
            statement.setBytes(1, schedule.requests.bytes());
            statement.setBytes(2, schedule.tokens.bytes());
            statement.setLong(3, now / NANOS_PER_MICRO);
            statement.setString(4, key);
            statement.executeUpdate();
        }
    }

    /**
     * What is known of an endpoint.
     *
     * @param saidAge how long ago it was said
     */
    private record Known(Learnt learnt, Duration quiet, Said said, Duration saidAge) {}

    private static Known known(Connection connection, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select learnt_concurrency, learnt_version,
                       coalesce((extract(epoch from quiet_until - clock_timestamp()) * 1e6)::bigint, 0),
                       learnt_requests, learnt_tokens,
                       coalesce(extract(epoch from clock_timestamp() - learnt_quota_time)::bigint, 0)
                from rate_limit where key = ?""")) {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return new Known(new Learnt(0, 0), Duration.ZERO, Said.NOTHING, Duration.ZERO);
                }
                Duration age = Duration.ofSeconds(row.getLong(6));
                return new Known(
                        new Learnt(row.getInt(1), row.getLong(2)),
                        Duration.ofNanos(Math.max(0, row.getLong(3) * NANOS_PER_MICRO)),
                        age.compareTo(SAID_HOLDS) > 0 ? Said.NOTHING : new Said(row.getInt(4), row.getInt(5)),
                        age);
            }
        }
    }

    private static void keep(Connection connection, String key, Said said) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into rate_limit (key, learnt_requests, learnt_tokens, learnt_quota_time)
                values (?, ?, ?, clock_timestamp())
                on conflict (key) do update set learnt_requests = excluded.learnt_requests,
                    learnt_tokens = excluded.learnt_tokens, learnt_quota_time = excluded.learnt_quota_time""")) {
            statement.setString(1, key);
            statement.setInt(2, said.requestsPerMinute());
            statement.setInt(3, said.tokensPerMinute());
            statement.executeUpdate();
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

    /** What the others hold that have not let their lease run out; adds what each wants to {@code wants}. Clears away those that are long gone. */
    private static int others(Connection connection, String key, String holder, List<Integer> wants)
            throws SQLException {
        boolean gone = false;
        int granted = 0;
        try (PreparedStatement statement = connection.prepareStatement("""
                select wanted, granted, expire_time > clock_timestamp(), expire_time < clock_timestamp() - interval '1 minute'
                from concurrency_lease where key = ? and holder <> ?""")) {
            statement.setString(1, key);
            statement.setString(2, holder);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (rows.getBoolean(3)) {
                        wants.add(rows.getInt(1));
                        granted += rows.getInt(2);
                    }
                    gone |= rows.getBoolean(4);
                }
            }
        }
        if (gone) {
            try (PreparedStatement statement = connection.prepareStatement(
                    "delete from concurrency_lease where key = ? and expire_time < clock_timestamp() - interval '1 minute'")) {
                statement.setString(1, key);
                statement.executeUpdate();
            }
        }
        return granted;
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
