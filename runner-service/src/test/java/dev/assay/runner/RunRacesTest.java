package dev.assay.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.kit.error.ErrorStatus;
import dev.assay.runner.v1.CancelRunRequest;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.CreateRunRequest;
import dev.assay.runner.v1.DeleteRunRequest;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.PauseRunRequest;
import dev.assay.runner.v1.ResumeRunRequest;
import dev.assay.runner.v1.RetryFailedCompletionsRequest;
import dev.assay.runner.v1.Run;
import dev.assay.testing.Eventually;
import dev.assay.testing.model.ApiErrors;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.Reply;
import dev.assay.type.v1.ErrorReason;
import io.agroal.api.AgroalDataSource;
import io.grpc.StatusRuntimeException;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Requests that come at the same time, and in every state of a run (R4). */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class RunRacesTest extends ServiceTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int AT_ONCE = 12;

    @Inject
    @DataSource("runner")
    AgroalDataSource source;

    @Test
    void oneRequestMakesOneRunHoweverOftenItComes() throws InterruptedException {
        datasets.put("projects/x1/datasets/d/versions/v1", Client.texts(3));
        try (FakeModelServer server = FakeModelServer.start(request -> Reply.text("x"))) {
            client.model("x1", "m", server.url(), Limits.getDefaultInstance());
            CreateRunRequest same =
                    create("x1").setRequestId(UUID.randomUUID().toString()).build();
            List<Object> made = atOnce(() -> client.runs.createRun(same).getName());
            assertThat(made).hasSize(AT_ONCE);
            assertThat(made.stream().distinct()).hasSize(1);
            CreateRunRequest other = same.toBuilder()
                    .setRun(same.getRun().toBuilder().setMaxExamples(2))
                    .build();
            assertThat(atOnce(() -> client.runs.createRun(other).getName()))
                    .allMatch(ErrorReason.REQUEST_ID_REUSED::equals);
            CreateRunRequest named = create("x1").setRunId("named").build();
            List<Object> names = atOnce(() -> client.runs.createRun(named).getName());
            assertThat(names).filteredOn(String.class::isInstance).hasSize(1);
            assertThat(names)
                    .filteredOn(ErrorReason.RESOURCE_ALREADY_EXISTS::equals)
                    .hasSize(AT_ONCE - 1);
        }
    }

    @Test
    void whateverIsAskedOfARunItsCountsAreRight() {
        datasets.put("projects/x2/datasets/d/versions/v1", Client.texts(200));
        Random random = new Random(5);
        try (FakeModelServer server = FakeModelServer.start(request -> request.number() % 9 == 0
                ? ApiErrors.invalidRequest("not now")
                : Reply.text("x").after(Duration.ofMillis(80)))) {
            client.model(
                    "x2",
                    "m",
                    server.url(),
                    Limits.newBuilder().setConcurrency(8).build());
            String name = client.start("x2", "v1").getName();
            for (int i = 0; i < 60; i++) {
                ask(random.nextInt(5), name);
                consistent(name);
                long wait = System.nanoTime() + random.nextLong(120_000_000);
                Eventually.until(LONG, () -> System.nanoTime() - wait >= 0);
            }
            server.script(request -> Reply.text("x"));
            Eventually.until(LONG, () -> {
                Run now = client.get(name);
                if (now.getState() == Run.State.PAUSED) {
                    ask(1, name);
                } else if (now.hasEndTime() && now.getProgress().getSucceeded() < 200) {
                    ask(3, name);
                }
                return now.getState() == Run.State.SUCCEEDED
                        && now.getProgress().getSucceeded() == 200;
            });
            List<Completion> all = new ArrayList<>();
            Run ended = client.follow(name, all);
            assertThat(all.stream().map(Completion::getExample).distinct()).hasSize(200);
            assertThat(all).hasSize(200).noneMatch(Completion::hasError);
            assertThat(ended.getProgress().getFailed()).isZero();
        }
    }

    @Test
    void nothingIsLeftOfARunThatIsDeletedInTheMiddleOfItsWork() {
        datasets.put("projects/x3/datasets/d/versions/v1", Client.texts(400));
        try (FakeModelServer server =
                FakeModelServer.start(request -> Reply.text("x").after(Duration.ofMillis(20)))) {
            client.model(
                    "x3",
                    "m",
                    server.url(),
                    Limits.newBuilder().setConcurrency(32).build());
            String name = client.start("x3", "v1").getName();
            Eventually.until(LONG, () -> client.get(name).getProgress().getSucceeded() > 50);
            long key = number("select key from run where project = 'x3'");
            client.runs.cancelRun(CancelRunRequest.newBuilder().setName(name).build());
            client.runs.deleteRun(DeleteRunRequest.newBuilder().setName(name).build());
            Eventually.until(
                    LONG,
                    () -> server.inFlight() == 0
                            && number("select count(*) from completion where run_key = " + key) == 0
                            && number("select count(*) from shard where run_key = " + key) == 0
                            && number("select count(*) from scheduled_tasks where task_instance like '" + key
                                            + "/%' or task_instance = '" + key + "'")
                                    == 0);
        }
    }

    private void ask(int what, String name) {
        try {
            switch (what) {
                case 0 ->
                    client.runs.pauseRun(
                            PauseRunRequest.newBuilder().setName(name).build());
                case 1, 2 ->
                    client.runs.resumeRun(
                            ResumeRunRequest.newBuilder().setName(name).build());
                case 3 ->
                    client.runs.retryFailedCompletions(RetryFailedCompletionsRequest.newBuilder()
                            .setName(name)
                            .build());
                default ->
                    client.runs.cancelRun(
                            CancelRunRequest.newBuilder().setName(name).build());
            }
        } catch (StatusRuntimeException e) {
            assertThat(ErrorStatus.of(e).reason()).isEqualTo(ErrorReason.STATE_CONFLICT);
        }
    }

    private void consistent(String name) {
        String id = name.substring(name.lastIndexOf('/') + 1);
        assertThat(number("select count(*) from run r where id = '" + id
                        + "' and (stored <> (select count(*) from completion c where c.run_key = r.key)"
                        + " or failed <> (select count(*) from completion c where c.run_key = r.key and error_reason is not null)"
                        + " or state = 'SUCCEEDED' and stored <> total)"))
                .isZero();
    }

    private long number(String query) {
        try (Connection connection = source.getConnection();
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CreateRunRequest.Builder create(String project) {
        return CreateRunRequest.newBuilder()
                .setParent("projects/" + project)
                .setRun(Run.newBuilder()
                        .setModel("projects/" + project + "/models/m")
                        .setDatasetVersion("projects/" + project + "/datasets/d/versions/v1"));
    }

    /** What each of some calls that begin together gave: a name, or the reason of an error. */
    private static List<Object> atOnce(Supplier<String> call) throws InterruptedException {
        Queue<Object> results = new ConcurrentLinkedQueue<>();
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    begin.await();
                    results.add(call.get());
                } catch (StatusRuntimeException e) {
                    results.add(ErrorStatus.of(e).reason());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        begin.countDown();
        for (Thread thread : threads) {
            assertThat(thread.join(LONG)).isTrue();
        }
        return List.copyOf(results);
    }
}
