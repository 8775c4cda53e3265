package dev.assay.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.dataset.v1.Example;
import dev.assay.runner.execution.Replica;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.Run;
import dev.assay.testing.Eventually;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.Gate;
import dev.assay.testing.model.Reply;
import dev.assay.type.v1.ErrorReason;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several replicas on one database: exact limits, take-over, fencing (R2, R4). Serves METR/hawk#936. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class ReplicasTest extends ServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Replica.Factory replicas;

    @Inject
    @DataSource("runner")
    AgroalDataSource source;

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    @Test
    void threeReplicasShareAQuotaExactly() {
        datasets.put("projects/r1/datasets/d/versions/v1", Client.texts(240));
        Gate gate = new Gate(request -> Reply.text("x").after(Duration.ofMillis(30)));
        try (FakeModelServer server = FakeModelServer.start(gate);
                Replica second = replicas.start();
                Replica third = replicas.start()) {
            // 60 a second, of which half a second's worth may come at once.
            client.model(
                    "r1",
                    "m",
                    server.url(),
                    Limits.newBuilder()
                            .setRequestsPerMinute(3_600)
                            .setConcurrency(30)
                            .build());
            Instant start = Instant.now();
            Run run = client.start("r1", "v1");
            Eventually.until(PATIENCE, () -> second.begun() + third.begun() > 0);
            gate.open();
            Instant opened = Instant.now();
            Run ended = client.follow(run.getName(), new ArrayList<>());
            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(server.requestCount()).isEqualTo(240);
            assertThat(server.maxInFlight()).isLessThanOrEqualTo(30);
            // Never faster than the quota. That 98% of it are used, ScheduleTest shows in simulated time; here it is
            // enough that nobody starves.
            Instant last = server.requests().getLast().receivedAt();
            assertThat(seconds(start, last)).isGreaterThan((240 - 45) / 60.0 - 0.2);
            assertThat(seconds(opened, last)).isLessThan(240 / 60.0 + 20);
        }
    }

    @Test
    void threeReplicasShareTokensExactly() {
        datasets.put(
                "projects/r5/datasets/d/versions/v1",
                IntStream.range(0, 150)
                        .mapToObj(i -> Example.newBuilder()
                                .setName("e" + i)
                                .setText("question " + i + " of many words".repeat(30))
                                .build())
                        .toList());
        Gate gate = new Gate(request -> Reply.text("x").after(Duration.ofMillis(30)));
        try (FakeModelServer server = FakeModelServer.start(gate);
                Replica second = replicas.start();
                Replica third = replicas.start()) {
            client.model(
                    "r5",
                    "m",
                    server.url(),
                    Limits.newBuilder()
                            .setTokensPerMinute(300_000)
                            .setConcurrency(30)
                            .build());
            Instant start = Instant.now();
            Run run = client.start("r5", "v1");
            Eventually.until(PATIENCE, () -> second.begun() + third.begun() > 0);
            gate.open();
            Instant opened = Instant.now();
            List<Completion> completions = new ArrayList<>();
            Run ended = client.follow(run.getName(), completions);
            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(server.requestCount()).isEqualTo(150);
            Instant last = server.requests().getLast().receivedAt();
            long used = ended.getUsage().getInput() + ended.getUsage().getOutput();
            // Some of a second's worth may go at once, and the first calls reserve more than they use.
            double ideal = used / (300_000 / 60.0);
            assertThat(seconds(start, last)).isGreaterThan(ideal - 1);
            assertThat(seconds(opened, last)).isLessThan(ideal + 20);
            // Waiting is told apart from the model's latency.
            assertThat(completions)
                    .anySatisfy(completion -> assertThat(
                                    completion.getTiming().getLimited().getNanos())
                            .isGreaterThan(100_000_000));
        }
    }

    @Test
    void aPromptLargerThanAMinutesTokensIsRefusedAtOnce() {
        datasets.put(
                "projects/r6/datasets/d/versions/v1",
                List.of(
                        Example.newBuilder()
                                .setName("large")
                                .setText("word ".repeat(10_000))
                                .build(),
                        Example.newBuilder().setName("small").setText("word").build()));
        try (FakeModelServer server = FakeModelServer.start()) {
            client.model(
                    "r6",
                    "m",
                    server.url(),
                    Limits.newBuilder().setTokensPerMinute(5_000).build());
            List<Completion> completions = new ArrayList<>();
            Run ended = client.follow(client.start("r6", "v1").getName(), completions);
            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(ended.getProgress().getFailed()).isEqualTo(1);
            assertThat(server.requestCount()).isEqualTo(1);
            assertThat(completions)
                    .filteredOn(Completion::hasError)
                    .singleElement()
                    .satisfies(completion -> {
                        assertThat(completion.getError().getReason()).isEqualTo(ErrorReason.LIMIT_EXCEEDED);
                        assertThat(completion.getError().getMessage()).contains("tokens_per_minute");
                        assertThat(completion.getAttempts()).isZero();
                    });
        }
    }

    @Test
    void aDeadReplicasShardsGoToAnother() {
        datasets.put("projects/r2/datasets/d/versions/v1", Client.texts(600));
        Gate gate = new Gate(request -> Reply.text("x"));
        try (FakeModelServer server = FakeModelServer.start(gate)) {
            client.model(
                    "r2",
                    "m",
                    server.url(),
                    Limits.newBuilder().setConcurrency(8).build());
            Replica dying = replicas.start();
            Run run = client.start("r2", "v1");
            dying.awaitCalls(gate, 300);
            dying.die();
            gate.open();
            List<Completion> completions = new ArrayList<>();
            Run ended = client.follow(run.getName(), completions);
            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(completions.stream().map(Completion::getName).distinct()).hasSize(600);
            assertThat(completions).hasSize(600);
            // At most what was under way when it died was asked twice.
            assertThat(server.requestCount()).isLessThanOrEqualTo(600 + 8);
        }
    }

    @Test
    void aFrozenReplicasLateResultsChangeNothing() {
        datasets.put("projects/r3/datasets/d/versions/v1", Client.texts(500));
        Gate gate = new Gate(request -> Reply.text("x"));
        try (FakeModelServer server = FakeModelServer.start(gate)) {
            client.model(
                    "r3",
                    "m",
                    server.url(),
                    Limits.newBuilder().setConcurrency(4).build());
            Replica freezing = replicas.start();
            Run run = client.start("r3", "v1");
            freezing.awaitCalls(gate, 300);
            freezing.freeze();
            gate.open();
            List<Completion> completions = new ArrayList<>();
            Run ended = client.follow(run.getName(), completions);
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(500);
            freezing.thaw();
            Eventually.until(PATIENCE, () -> freezing.shards() == 0);
            List<Completion> after = new ArrayList<>();
            assertThat(client.follow(run.getName(), after)).isEqualTo(ended);
            assertThat(after).isEqualTo(completions);
            freezing.close();
        }
    }

    @Test
    void connectionsThatAreCutLoseNothing() throws Exception {
        datasets.put("projects/r4/datasets/d/versions/v1", Client.texts(400));
        Gate gate = new Gate(request -> Reply.text("x").after(Duration.ofMillis(10)));
        try (FakeModelServer server = FakeModelServer.start(gate)) {
            client.model(
                    "r4",
                    "m",
                    server.url(),
                    Limits.newBuilder().setConcurrency(4).build());
            Run run = client.start("r4", "v1");
            for (int cut = 1; cut <= 3; cut++) {
                int wanted = cut * 60;
                gate.open(wanted + 10);
                Eventually.until(
                        PATIENCE, () -> client.get(run.getName()).getProgress().getSucceeded() > wanted);
                try (Connection connection = source.getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute(
                            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
                }
            }
            gate.open();
            List<Completion> completions = new ArrayList<>();
            Run ended = client.follow(run.getName(), completions);
            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(completions.stream().map(Completion::getName).distinct()).hasSize(400);
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(400);
        }
    }
}
