package dev.assay.scoring.evaluation;

import dev.assay.scoring.scorer.Completion;
import dev.assay.scoring.scorer.Completion.Measures;
import dev.assay.scoring.scorer.Completion.Money;
import dev.assay.scoring.scorer.Outcome;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Completions and scores in their tables, in batches. */
@ApplicationScoped
public class ScoreRepository {

    private static final int FETCH = 2_000;
    private static final int READ_SECONDS = 3_600;

    private final AgroalDataSource database;

    ScoreRepository(@DataSource("scoring") AgroalDataSource database) {
        this.database = database;
    }

    /** A completion with one outcome for each scorer. */
    public record Scored(Completion completion, List<Outcome> outcomes) {

        public Scored {
            outcomes = List.copyOf(outcomes);
        }
    }

    /**
     * Stores scores and moves the cursor, in one transaction. Nothing happens when the cursor is no longer where the caller thinks, or
     * the evaluation is no longer GENERATING: somebody else has taken over, or it was stopped.
     *
     * @param ended whether the run has ended and these were its last completions
     * @return whether they were stored
     */
    @Transactional
    public boolean store(long evaluation, int participant, String from, String to, boolean ended, List<Scored> scored) {
        try (Connection connection = database.getConnection()) {
            if (!advance(connection, evaluation, participant, from, to, ended, scored.size())) {
                return false;
            }
            insertCompletions(connection, evaluation, participant, scored);
            insertScores(connection, evaluation, participant, scored);
            return true;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static boolean advance(
            Connection connection, long evaluation, int participant, String from, String to, boolean ended, int count)
            throws SQLException {
        // The evaluation's row first, as in every other transaction that changes both: no deadlock.
        try (PreparedStatement touch = connection.prepareStatement("""
                update evaluation set revision = revision + 1, update_time = clock_timestamp()
                where key = ? and state = 'GENERATING'
                """)) {
            touch.setLong(1, evaluation);
            if (touch.executeUpdate() == 0) {
                return false;
            }
        }
        try (PreparedStatement move = connection.prepareStatement("""
                update participant set cursor = ?, ended = ?, scored = scored + ?
                where evaluation_key = ? and index = ? and cursor = ? and not ended
                """)) {
            move.setString(1, to);
            move.setBoolean(2, ended);
            move.setLong(3, count);
            move.setLong(4, evaluation);
            move.setInt(5, participant);
            move.setString(6, from);
            if (move.executeUpdate() == 1) {
                return true;
            }
        }
        return false;
    }

    private static void insertCompletions(Connection connection, long evaluation, int participant, List<Scored> scored)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into completion (evaluation_key, participant, position, sample, example, category, tags, cluster, failed,
                    latency, output_tokens, currency, cost)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            for (Scored one : scored) {
                Completion completion = one.completion();
                Measures measures = completion.measures();
                insert.setLong(1, evaluation);
                insert.setInt(2, participant);
                insert.setInt(3, Math.toIntExact(completion.position()));
                insert.setInt(4, completion.sampleIndex());
                insert.setString(5, completion.example());
                insert.setString(6, completion.category());
                insert.setArray(
                        7, connection.createArrayOf("text", completion.tags().toArray()));
                insert.setString(8, completion.cluster());
                insert.setBoolean(9, completion.reply() instanceof Completion.Failed);
                setDouble(insert, 10, measures.latencySeconds());
                setDouble(insert, 11, measures.outputTokens());
                insert.setString(12, measures.cost().map(Money::currency).orElse(null));
                insert.setBigDecimal(13, measures.cost().map(Money::amount).orElse(null));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void insertScores(Connection connection, long evaluation, int participant, List<Scored> scored)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into score (evaluation_key, participant, scorer, position, sample, outcome, value, explanation)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            for (Scored one : scored) {
                for (int scorer = 0; scorer < one.outcomes().size(); scorer++) {
                    Outcome outcome = one.outcomes().get(scorer);
                    insert.setLong(1, evaluation);
                    insert.setInt(2, participant);
                    insert.setInt(3, scorer);
                    insert.setInt(4, Math.toIntExact(one.completion().position()));
                    insert.setInt(5, one.completion().sampleIndex());
                    insert.setShort(6, Outcomes.code(outcome));
                    setDouble(
                            insert,
                            7,
                            outcome instanceof Outcome.Scored value
                                    ? OptionalDouble.of(value.value())
                                    : OptionalDouble.empty());
                    insert.setString(8, outcome.explanation().replace('\0', ' '));
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    /** One more than the largest position; empty when nothing is stored. */
    @Transactional
    public OptionalInt examples(long evaluation) {
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("select max(position) from completion where evaluation_key = ?")) {
            query.setLong(1, evaluation);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                int max = rows.getInt(1);
                return rows.wasNull() ? OptionalInt.empty() : OptionalInt.of(max + 1);
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Streams the completions and then the scores of an evaluation, in no particular order; the scores without their texts. */
    @Transactional
    @TransactionConfiguration(timeout = READ_SECONDS)
    public void read(long evaluation, Consumer<CompletionRow> completions, ScoreReceiver scores) {
        read(
                "select participant, position, sample, example, category, tags, cluster, failed, latency, output_tokens,"
                        + " currency, cost from completion where evaluation_key = ?",
                evaluation,
                rows -> completions.accept(completion(rows)));
        read(
                "select participant, scorer, position, sample, outcome, value from score where evaluation_key = ?",
                evaluation,
                rows -> scores.receive(
                        rows.getInt(1),
                        rows.getInt(2),
                        rows.getInt(3),
                        rows.getInt(4),
                        rows.getByte(5),
                        rows.getObject(6) == null ? Double.NaN : rows.getDouble(6)));
    }

    /** The resource name of the example at a position. */
    @Transactional
    public Optional<String> example(long evaluation, int position) {
        List<String> found = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select example from completion where evaluation_key = ? and participant = 0 and position = ? limit 1")) {
            query.setLong(1, evaluation);
            query.setInt(2, position);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        return found.stream().findFirst();
    }

    /** Takes scores as numbers. */
    @FunctionalInterface
    public interface ScoreReceiver {

        /**
         * Takes one.
         *
         * @param outcome its code, see {@link Outcomes}
         * @param value NaN where there is none
         */
        void receive(int participant, int scorer, int position, int sample, byte outcome, double value);
    }

    /** Where a page of scores starts: behind this one. */
    public record Position(int participant, int scorer, int position, int sample) {

        public static final Position START = new Position(-1, 0, 0, 0);
    }

    /** At most {@code limit} scores in the order participant, scorer, position, sample, behind {@code after}. */
    @Transactional
    public List<StoredScore> list(
            long evaluation, OptionalInt participant, OptionalInt scorer, Position after, int limit) {
        String sql = """
                select s.participant, s.scorer, s.position, s.sample, c.example, s.outcome, s.value, s.explanation
                from score s join completion c using (evaluation_key, participant, position, sample)
                where evaluation_key = ? and (participant, scorer, position, sample) > (?, ?, ?, ?)
                """ + (participant.isPresent() ? " and participant = " + participant.getAsInt() : "")
                + (scorer.isPresent() ? " and scorer = " + scorer.getAsInt() : "")
                + " order by participant, scorer, position, sample limit ?";
        List<StoredScore> found = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, evaluation);
            query.setInt(2, after.participant());
            query.setInt(3, after.scorer());
            query.setInt(4, after.position());
            query.setInt(5, after.sample());
            query.setInt(6, limit);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(score(rows));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static StoredScore score(ResultSet rows) throws SQLException {
        int code = rows.getInt(6);
        String explanation = rows.getString(8);
        Outcome outcome = code == Outcomes.SCORED
                ? new Outcome.Scored(rows.getDouble(7), explanation)
                : new Outcome.Unscored(Outcomes.reason(code), explanation);
        return new StoredScore(
                rows.getInt(1), rows.getInt(2), rows.getInt(3), rows.getInt(4), rows.getString(5), outcome);
    }

    private static CompletionRow completion(ResultSet rows) throws SQLException {
        Array tags = rows.getArray(6);
        String currency = rows.getString(11);
        BigDecimal cost = rows.getBigDecimal(12);
        return new CompletionRow(
                rows.getInt(1),
                rows.getInt(2),
                rows.getInt(3),
                rows.getString(4),
                rows.getString(5),
                List.of((String[]) tags.getArray()),
                rows.getString(7),
                rows.getBoolean(8),
                new Measures(
                        getDouble(rows, 9),
                        getDouble(rows, 10),
                        currency == null || cost == null ? Optional.empty() : Optional.of(new Money(currency, cost))));
    }

    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet rows) throws SQLException;
    }

    private void read(String sql, long evaluation, RowReader reader) {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setFetchSize(FETCH);
            query.setLong(1, evaluation);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static void setDouble(PreparedStatement statement, int index, OptionalDouble value) throws SQLException {
        if (value.isPresent()) {
            statement.setDouble(index, value.getAsDouble());
        } else {
            statement.setNull(index, Types.DOUBLE);
        }
    }

    private static OptionalDouble getDouble(ResultSet rows, int index) throws SQLException {
        double value = rows.getDouble(index);
        return rows.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
