package dev.assay.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.assay.dataset.ingest.IngestConfig;
import dev.assay.dataset.v1.DatasetVersionServiceGrpc;
import dev.assay.dataset.v1.GetDatasetRequest;
import dev.assay.dataset.v1.ImportExamplesRequest;
import dev.assay.dataset.v1.ImportSpecification;
import dev.assay.dataset.v1.ListDatasetsRequest;
import dev.assay.testing.Eventually;
import dev.assay.testing.TestPostgres;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** What happens when the database cuts the connections, and when clients stall or are too many (D1, P6). */
@QuarkusTest
class RecoveryTest extends ServiceTest {

    private static final String ROW = "{\"question\": \"?\", \"answer\": \"!\", \"kind\": \"k\", \"tags\": \"t\"}\n";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Does something every now and then, until it is closed. */
    private static final class Ticker implements AutoCloseable {

        private final CountDownLatch closed = new CountDownLatch(1);
        private final Thread thread;

        Ticker(Runnable task) {
            thread = Thread.ofVirtual().start(() -> {
                try {
                    while (!closed.await(100, TimeUnit.MILLISECONDS)) {
                        task.run();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        @Override
        public void close() {
            closed.countDown();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** An import that has begun and waits. */
    private final class Begun {

        private final Upload answer;
        private final StreamObserver<ImportExamplesRequest> call;

        Begun(String dataset) {
            ImportSpecification specification =
                    specification("projects/recovery/datasets/" + dataset).build();
            // Never ready, so that this test alone decides what is sent.
            answer = new Upload(specification, Collections.emptyIterator()) {
                @Override
                public void beforeStart(io.grpc.stub.ClientCallStreamObserver<ImportExamplesRequest> started) {}
            };
            call = DatasetVersionServiceGrpc.newStub(channel).importExamples(answer);
            call.onNext(ImportExamplesRequest.newBuilder()
                    .setSpecification(specification)
                    .build());
            send(ROW);
        }

        void send(String rows) {
            call.onNext(ImportExamplesRequest.newBuilder()
                    .setChunk(ByteString.copyFromUtf8(rows))
                    .build());
        }
    }

    private static Connection database() throws SQLException {
        String url = ConfigProvider.getConfig().getValue("quarkus.datasource.\"dataset\".jdbc.url", String.class);
        return TestPostgres.shared().server().connect(url.substring(url.lastIndexOf('/') + 1));
    }

    private static long copies(Connection connection) throws SQLException {
        return count(
                connection,
                "select count(*) from pg_stat_activity"
                        + " where query like 'copy example%' and state = 'active' and datname = current_database()");
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void aDatabaseThatCutsAllConnectionsFailsWhatRunsAndNothingElse() throws SQLException {
        datasets.listDatasets(
                ListDatasetsRequest.newBuilder().setParent("projects/recovery").build());
        Begun begun = new Begun("cut");
        try (Connection connection = database()) {
            Eventually.until(PATIENCE, "a COPY", () -> {
                begun.send("\n");
                return copies(connection) == 1;
            });
            assertThat(count(
                            connection,
                            "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                                    + " where pid <> pg_backend_pid() and datname = current_database()"))
                    .isPositive();
        }
        begun.send(ROW.repeat(5_000));
        begun.call.onCompleted();

        assertThat(failure(begun.answer::await))
                .extracting(Failure::status, Failure::reason)
                .containsExactly("UNAVAILABLE", "DEPENDENCY_UNAVAILABLE");
        // Pools find out by themselves: the next call is served.
        assertThat(failure(() -> datasets.getDataset(GetDatasetRequest.newBuilder()
                        .setName("projects/recovery/datasets/cut")
                        .build())))
                .extracting(Failure::status)
                .isEqualTo("NOT_FOUND");
        assertThat(importText("projects/recovery/datasets/cut", ROW).getCreated())
                .isTrue();
        try (Connection connection = database()) {
            assertThat(count(
                            connection,
                            "select count(*) from example where version_key not in (select key from dataset_version)"))
                    .isZero();
        }
    }

    @Test
    void aClientThatStallsIsGivenUp() {
        Begun begun = new Begun("stalled");

        assertThat(failure(begun.answer::await))
                .extracting(Failure::status, Failure::reason)
                .containsExactly("DEADLINE_EXCEEDED", "DEADLINE_PASSED");
    }

    @Test
    void importsBeyondTheLimitAreToldToComeBack() throws SQLException {
        List<Begun> running = new CopyOnWriteArrayList<>();
        // Blank lines, so that none of them counts as stalled.
        Ticker ticker = new Ticker(() -> running.forEach(one -> one.send("\n")));
        try (ticker;
                Connection connection = database()) {
            Eventually.until(PATIENCE, "an empty house", () -> copies(connection) == 0);
            for (int i = 1; i <= 8; i++) {
                running.add(new Begun("many"));
                int begun = i;
                Eventually.until(PATIENCE, "import " + i, () -> copies(connection) == begun);
            }
            assertThat(failure(() -> importText("projects/recovery/datasets/many", ROW)))
                    .extracting(Failure::status, Failure::reason)
                    .containsExactly("RESOURCE_EXHAUSTED", "QUOTA_EXHAUSTED");
        }

        running.forEach(begun -> begun.call.onCompleted());
        assertThat(running.stream()
                        .map(begun -> begun.answer.await().getVersion())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void theDefaultsAreWhatTheDocumentationSays() {
        IngestConfig defaults = new SmallRyeConfigBuilder()
                .withMapping(IngestConfig.class)
                .build()
                .getConfigMapping(IngestConfig.class);

        assertThat(defaults.maxLineBytes()).isEqualTo(16 << 20);
        assertThat(defaults.maxExampleBytes()).isEqualTo(3 << 20);
        assertThat(defaults.maxConcurrent()).isEqualTo(8);
        assertThat(defaults.idleTimeout()).isEqualTo(Duration.ofMinutes(2));
    }
}
