package dev.assay.dataset.version;

import dev.assay.dataset.v1.Example;
import dev.assay.kit.error.AssayException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A version in the making: one transaction that first takes the examples by COPY and then makes the version that holds them. Nothing of it is
 * visible before it is published, and when it is closed before, or the process dies, PostgreSQL forgets it. Used by one thread.
 */
public final class NewVersion implements AutoCloseable {

    /** The planner cannot know how many rows this transaction has written, and must not take them for few. */
    static final String JOIN_LARGE = "set local enable_nestloop = off";

    static final String NUMBER_REPETITIONS = """
            update example set repetition = counted.repetition
            from (select ordinal, row_number() over (partition by digest order by ordinal) as repetition
                  from example where version_key = ?) as counted
            where version_key = ? and example.ordinal = counted.ordinal and counted.repetition > 1
            """;

    private static final int FLUSH_BYTES = 96 * 1024;

    private final Connection connection;
    private final Savepoint beforeExamples;
    private final long key;
    private final CopyIn copy;
    private final CopyRows rows = new CopyRows();
    private final VersionDigest digest = new VersionDigest();
    private int count;

    private NewVersion(Connection connection, Savepoint beforeExamples, long key, CopyIn copy) {
        this.connection = connection;
        this.beforeExamples = beforeExamples;
        this.key = key;
        this.copy = copy;
    }

    /** Takes the connection, which is closed with the version, or at once when this fails. */
    static NewVersion begin(Connection connection) throws SQLException {
        try {
            connection.setAutoCommit(false);
            long key = queryLong(connection, "select nextval('dataset_version_key')");
            Savepoint beforeExamples = connection.setSavepoint();
            CopyIn copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy example (version_key, ordinal, digest, repetition, size, category, tags, content)"
                            + " from stdin (format binary)");
            return new NewVersion(connection, beforeExamples, key, copy);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * The next example.
     *
     * @param contentDigest digest of its canonical form
     * @param example what it says, without name and ordinal
     */
    public void add(byte[] contentDigest, Example example) throws SQLException {
        byte[] content = example.toByteArray();
        rows.row(8);
        rows.bigint(key);
        rows.integer(count);
        rows.bytea(contentDigest);
        rows.integer(1);
        rows.integer(content.length);
        rows.text(example.getCategory());
        rows.texts(example.getTagsList());
        rows.bytea(content);
        digest.add(new ExampleId(contentDigest, 1));
        count++;
        if (rows.size() >= FLUSH_BYTES) {
            flush();
        }
    }

    /** Examples so far. */
    public int count() {
        return count;
    }

    /**
     * Makes the version visible, or finds that the dataset has one with the same examples already. The dataset is made when it does not exist.
     *
     * @param content what was counted on the way
     * @param requestId idempotency key, or empty
     * @param requestDigest digest of the request's own settings
     * @throws AssayException REQUEST_ID_REUSED
     */
    public Published publish(
            String project,
            String dataset,
            Version.Content content,
            Version.Lineage lineage,
            String requestId,
            String requestDigest)
            throws SQLException {
        rows.end();
        flush();
        copy.endCopy();
        String versionDigest = numberRepetitions() ? digestOfStored() : digest.finish();
        String id = versionDigest.substring(0, VersionDigest.ID_LENGTH);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        long datasetKey = lockDataset(project, dataset, now);
        long existing =
                queryLong("select max(key) from dataset_version where dataset_key = ? and id = ?", datasetKey, id);
        if (existing != 0) {
            connection.rollback(beforeExamples);
            boolean created = remember(project, requestId, requestDigest, existing, false, now);
            connection.commit();
            return new Published(id, created);
        }
        execute(
                """
                insert into dataset_version (key, dataset_key, number, id, digest, example_count, category_counts,
                    recorded_answer_counts, size_bytes, operation, parents, parameters, skipped_row_count, create_time)
                select ?, key, version_count + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? from dataset where key = ?
                """,
                key,
                id,
                versionDigest,
                content.exampleCount(),
                StoredJson.write(content.categoryCounts()),
                StoredJson.write(content.recordedAnswerCounts()),
                content.sizeBytes(),
                lineage.operation(),
                StoredJson.write(lineage.parents()),
                lineage.parameters(),
                lineage.skippedRowCount(),
                now,
                datasetKey);
        execute(
                "update dataset set latest_version = ?, version_count = version_count + 1 where key = ?",
                id,
                datasetKey);
        boolean created = remember(project, requestId, requestDigest, key, true, now);
        connection.commit();
        return new Published(id, created);
    }

    /**
     * What became of a version.
     *
     * @param id its id
     * @param created whether this request made it, now or when it was sent before
     */
    public record Published(String id, boolean created) {}

    /** Gives up what has not been published. */
    @Override
    public void close() {
        try (connection) {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
            connection.rollback();
        } catch (SQLException e) {
            // The connection is gone, and the transaction with it.
            return;
        }
    }

    /** The key of the dataset, made when it does not exist; versions of one dataset are published one after the other. */
    private long lockDataset(String project, String dataset, Instant now) throws SQLException {
        long datasetKey = 0;
        // Again when somebody deletes it in between.
        while (datasetKey == 0) {
            execute("""
                    insert into dataset (project, id, title, description, license, labels, create_time, update_time,
                        revision, version_count)
                    values (?, ?, '', '', '', '{}', ?, ?, 1, 0) on conflict (project, id) do nothing
                    """, project, dataset, now, now);
            datasetKey = queryLong(
                    "select max(key) from (select key from dataset where project = ? and id = ? for update) as locked",
                    project,
                    dataset);
        }
        return datasetKey;
    }

    /** Gives equal examples their numbers; false when there are none. */
    private boolean numberRepetitions() throws SQLException {
        execute(JOIN_LARGE);
        return execute(NUMBER_REPETITIONS, key, key) > 0;
    }

    private String digestOfStored() throws SQLException {
        VersionDigest stored = new VersionDigest();
        try (PreparedStatement statement = connection.prepareStatement(
                "select digest, repetition from example where version_key = ? order by ordinal")) {
            statement.setLong(1, key);
            statement.setFetchSize(10_000);
            try (ResultSet examples = statement.executeQuery()) {
                while (examples.next()) {
                    stored.add(new ExampleId(examples.getBytes(1), examples.getInt(2)));
                }
            }
        }
        return stored.finish();
    }

    /** Keeps what a request came to, or finds what it came to before. */
    private boolean remember(
            String project, String requestId, String requestDigest, long version, boolean created, Instant now)
            throws SQLException {
        if (requestId.isEmpty()) {
            return created;
        }
        int inserted = execute(
                "insert into import_request values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                project,
                requestId,
                requestDigest,
                version,
                created,
                now);
        if (inserted == 1) {
            return created;
        }
        long first = queryLong("""
                select max(case when created then 2 else 1 end) from import_request
                where project = ? and request_id = ? and request_digest = ? and version_key = ?
                """, project, requestId, requestDigest, version);
        if (first == 0) {
            throw AssayException.requestIdReused(requestId);
        }
        return first == 2;
    }

    private void flush() throws SQLException {
        copy.writeToCopy(rows.buffer(), 0, rows.size());
        rows.clear();
    }

    private int execute(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    private long queryLong(String sql, Object... parameters) throws SQLException {
        return queryLong(connection, sql, parameters);
    }

    /** The one number that a query gives; 0 for null. */
    private static long queryLong(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object parameter = parameters[i];
            statement.setObject(i + 1, parameter instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : parameter);
        }
    }
}
