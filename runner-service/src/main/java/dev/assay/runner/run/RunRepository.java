package dev.assay.runner.run;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.kit.name.PageRequest;
import dev.assay.runner.v1.Run.State;
import dev.assay.type.v1.Error;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.TokenUsage;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs in the database. */
@ApplicationScoped
public class RunRepository implements PanacheRepositoryBase<RunEntity, Long> {

    /** A run with the request that made it. */
    record Made(Run run, @Nullable String requestDigest) {}

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final AgroalDataSource source;

    RunRepository(@DataSource("runner") AgroalDataSource source) {
        this.source = source;
    }

    <T> T inTransaction(Supplier<T> work) {
        return QuarkusTransaction.requiringNew().call(work::get);
    }

    /** The same for what may take minutes, such as removing a million rows. */
    <T> T inLongTransaction(Supplier<T> work) {
        return QuarkusTransaction.requiringNew()
                .timeout((int) LONGEST.toSeconds())
                .call(work::get);
    }

    Optional<Run> find(String project, String id) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> find("project = ?1 and id = ?2", project, id)
                        .firstResultOptional()
                        .map(RunRepository::run));
    }

    Optional<Run> find(long key) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> findByIdOptional(key).map(RunRepository::run));
    }

    Optional<Made> findByRequest(String project, String requestId) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> find("project = ?1 and requestId = ?2", project, requestId)
                        .firstResultOptional()
                        .map(entity -> new Made(run(entity), entity.requestDigest)));
    }

    /** Inserts a run unless there is one of that name or request; the key of its row. */
    Optional<Long> insert(Run run, String requestId, String digest) {
        List<?> keys = getEntityManager()
                .createNativeQuery("""
                        insert into run (project, id, specification, trace_parent, state, planned, total, stored, failed, unreachable,
                            retried, input, cached_input, cache_write, output, reasoning, cost, rate, create_time, request_id, request_digest,
                            model)
                        values (?1, ?2, ?3, ?4, ?5, false, ?6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ?7, nullif(?8, ''), nullif(?9, ''), ?10)
                        on conflict do nothing returning key""")
                .setParameter(1, run.project())
                .setParameter(2, run.id())
                .setParameter(3, run.specification().toByteArray())
                .setParameter(4, run.traceParent())
                .setParameter(5, run.tally().state().name())
                .setParameter(6, boxed(run.tally().total()))
                .setParameter(7, run.createTime())
                .setParameter(8, requestId)
                .setParameter(9, requestId.isEmpty() ? "" : digest)
                .setParameter(10, run.specification().getModel())
                .getResultList();
        return keys.isEmpty() ? Optional.empty() : Optional.of(((Number) keys.getFirst()).longValue());
    }

    /** Where a run stands, locked until the current transaction ends. Plain SQL: this happens for every batch of completions. */
    Optional<Tally> lock(long key) {
        String sql = """
                select state, error_reason, error_message, planned, total, stored, sequence, failed, unreachable, retried, cached,
                    input, cached_input, cache_write, output, reasoning, cost, rate, rate_time, answer_time, start_time, end_time
                from run where key = ? for update""";
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(tally(row)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Writes where a run stands; only under its lock. */
    void write(long key, Tally tally) {
        String sql = """
                update run set state = ?, error_reason = ?, error_message = ?, planned = ?, total = ?, stored = ?, sequence = ?,
                    failed = ?, unreachable = ?, retried = ?, cached = ?, input = ?, cached_input = ?, cache_write = ?, output = ?, reasoning = ?,
                    cost = ?, rate = ?, rate_time = ?, answer_time = ?, start_time = ?, end_time = ? where key = ?""";
        Error error = tally.error();
        TokenUsage usage = tally.usage();
        @Nullable
        Object[] values = {
            tally.state().name(),
            error == null ? null : error.getReason().name(),
            error == null ? null : error.getMessage(),
            tally.planned(),
            boxed(tally.total()),
            tally.stored(),
            tally.sequence(),
            tally.failed(),
            tally.unreachable(),
            tally.retried(),
            tally.cached(),
            usage.getInput(),
            usage.getCachedInput(),
            usage.getCacheWrite(),
            usage.getOutput(),
            usage.getReasoning(),
            tally.cost(),
            tally.rate(),
            utc(tally.rateTime()),
            utc(tally.answerTime()),
            utc(tally.startTime()),
            utc(tally.endTime()),
            key
        };
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static Tally tally(ResultSet row) throws SQLException {
        String reason = row.getString(2);
        long total = row.getLong(5);
        OptionalLong known = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(total);
        return new Tally(
                State.valueOf(row.getString(1)),
                reason == null
                        ? null
                        : Error.newBuilder()
                                .setReason(ErrorReason.valueOf(reason))
                                .setMessage(row.getString(3))
                                .build(),
                row.getBoolean(4),
                known,
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                TokenUsage.newBuilder()
                        .setInput(row.getLong(12))
                        .setCachedInput(row.getLong(13))
                        .setCacheWrite(row.getLong(14))
                        .setOutput(row.getLong(15))
                        .setReasoning(row.getLong(16))
                        .build(),
                row.getBigDecimal(17),
                row.getDouble(18),
                instant(row, 19),
                instant(row, 20),
                instant(row, 21),
                instant(row, 22));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /** A run that has not ended. */
    record Open(long key, boolean planned) {}

    /** Runs that are at work or to be. */
    List<Open> open() {
        return inTransaction(() -> getEntityManager()
                .createQuery(
                        "select r.key, r.planned from Run r where r.state in ('PENDING', 'RUNNING', 'STALLED')",
                        Object[].class)
                .getResultStream()
                .map(row -> new Open((Long) row[0], (Boolean) row[1]))
                .toList());
    }

    /** How many there are of these, by state. */
    Map<State, Long> openByState() {
        Map<State, Long> counts = new EnumMap<>(State.class);
        inTransaction(() -> getEntityManager()
                        .createQuery(
                                "select r.state, count(*) from Run r where r.state in ('PENDING', 'RUNNING', 'STALLED') group by r.state",
                                Object[].class)
                        .getResultList())
                .forEach(row -> counts.put(State.valueOf((String) row[0]), (Long) row[1]));
        return counts;
    }

    /** Marks runs as stalled that run and have had no answer since {@code since}; their names. */
    List<String> stall(Instant since) {
        List<?> names = getEntityManager()
                .createNativeQuery("""
                        update run set state = 'STALLED' where state = 'RUNNING' and answer_time < ?1
                        returning 'projects/' || project || '/runs/' || id""", String.class)
                .setParameter(1, since)
                .getResultList();
        return names.stream().map(String::valueOf).toList();
    }

    /** Keys of the latest runs of a model that have completions. */
    List<Long> latest(String project, String model, int count) {
        List<?> keys = inTransaction(() -> getEntityManager()
                .createNativeQuery(
                        "select key from run where project = ?1 and model = ?2 and stored > failed order by key desc limit ?3")
                .setParameter(1, project)
                .setParameter(2, model)
                .setParameter(3, count)
                .getResultList());
        return keys.stream().map(key -> ((Number) key).longValue()).toList();
    }

    void remove(long key) {
        deleteById(key);
    }

    /** Newest first; at most one more than the page, which tells whether there is another. */
    List<Run> list(String project, PageRequest page) {
        long before = page.cursor().isEmpty() ? Long.MAX_VALUE : Long.parseLong(page.cursor());
        return QuarkusTransaction.joiningExisting()
                .call(() -> find("project = ?1 and key < ?2 order by key desc", project, before)
                        .page(Page.ofSize(page.size() + 1))
                        .stream()
                        .map(RunRepository::run)
                        .toList());
    }

    private static Run run(RunEntity entity) {
        try {
            return new Run(
                    entity.key == null ? 0 : entity.key,
                    entity.project,
                    entity.id,
                    dev.assay.runner.v1.Run.parseFrom(entity.specification),
                    entity.traceParent,
                    entity.createTime,
                    tally(entity));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("run " + entity.id + " is unreadable", e);
        }
    }

    private static Tally tally(RunEntity entity) {
        return new Tally(
                State.valueOf(entity.state),
                error(entity),
                entity.planned,
                entity.total == null ? OptionalLong.empty() : OptionalLong.of(entity.total),
                entity.stored,
                entity.sequence,
                entity.failed,
                entity.unreachable,
                entity.retried,
                entity.cached,
                TokenUsage.newBuilder()
                        .setInput(entity.input)
                        .setCachedInput(entity.cachedInput)
                        .setCacheWrite(entity.cacheWrite)
                        .setOutput(entity.output)
                        .setReasoning(entity.reasoning)
                        .build(),
                entity.cost,
                entity.rate,
                entity.rateTime,
                entity.answerTime,
                entity.startTime,
                entity.endTime);
    }

    private static @Nullable Error error(RunEntity entity) {
        return entity.errorReason == null
                ? null
                : Error.newBuilder()
                        .setReason(ErrorReason.valueOf(entity.errorReason))
                        .setMessage(entity.errorMessage == null ? "" : entity.errorMessage)
                        .build();
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isEmpty() ? null : value.getAsLong();
    }

    /** The database's precision of times is a microsecond. */
    static Instant now() {
        return Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    }
}
