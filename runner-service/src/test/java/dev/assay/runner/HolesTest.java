package dev.assay.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.execution.Replica;
import dev.assay.runner.execution.WorkListener;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.PauseRunRequest;
import dev.assay.runner.v1.ResumeRunRequest;
import dev.assay.runner.v1.RetryFailedCompletionsRequest;
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
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A run that has succeeded has every completion, whatever befell it on the way (R4, R9). */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class HolesTest extends ServiceTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Inject
    Replica.Factory replicas;

    @Inject
    @DataSource("runner")
    AgroalDataSource source;

    /** Who resumes a run before the calls of its workers have ended does not make them take their shards for done. */
    @Test
    void aRestThatIsShorterThanACallLeavesNoHole() {
        datasets.put("projects/h1/datasets/d/versions/v1", Client.texts(60));
        Gate gate = new Gate(request -> Reply.text("x"));
        try (FakeModelServer server = FakeModelServer.start(gate)) {
            client.model("h1", "m", server.url(), concurrency(16));
            Run run = client.start("h1", "v1");
            Eventually.until(LONG, () -> server.inFlight() == 16);
            client.runs.pauseRun(
                    PauseRunRequest.newBuilder().setName(run.getName()).build());
            // Workers look at the run twice a second.
            long look = System.nanoTime();
            Eventually.until(LONG, () -> System.nanoTime() - look > 1_200_000_000L);
            client.runs.resumeRun(
                    ResumeRunRequest.newBuilder().setName(run.getName()).build());
            gate.open();
            Run ended = client.follow(run.getName(), new ArrayList<>());
            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(60);
            assertThat(server.requestCount()).isEqualTo(60);
        }
    }

    @Test
    void whatTheDatabaseRefusesForAWhileIsNotLost() throws SQLException {
        datasets.put("projects/h2/datasets/d/versions/v1", Client.texts(40));
        AtomicInteger refused = new AtomicInteger();
        try (FakeModelServer server = FakeModelServer.start(request -> {
            if (request.prompt().endsWith(" 3")) {
                refused.incrementAndGet();
            }
            return Reply.text("x").after(Duration.ofMillis(20));
        })) {
            client.model("h2", "m", server.url(), concurrency(40));
            sql("""
                    create function refuse() returns trigger language plpgsql as
                    $$ begin if new.example = 'e3' then raise exception 'refused'; end if; return new; end $$""");
            sql("create trigger refuse before insert on completion for each row execute function refuse()");
            Run run;
            try {
                run = client.start("h2", "v1");
                Eventually.until(
                        LONG,
                        () -> refused.get() >= 2 || client.get(run.getName()).hasEndTime());
            } finally {
                sql("drop trigger refuse on completion");
                sql("drop function refuse");
            }
            Run ended = client.follow(run.getName(), new ArrayList<>());
            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(40);
        }
    }

    /** An error of the machine, such as no memory, befalls one call; its completion is made again. */
    @Test
    void aCallThatBreaksIsMadeAgain() {
        datasets.put("projects/h3/datasets/d/versions/v1", Client.texts(400));
        AtomicBoolean broken = new AtomicBoolean();
        WorkListener breaking = new WorkListener() {
            @Override
            public void shard(int change) {}

            @Override
            public void call(int change) {}

            @Override
            public void made(String provider, ChatResult result) {
                if (broken.compareAndSet(false, true)) {
                    throw new OutOfMemoryError("not really");
                }
            }
        };
        Gate gate = new Gate(request -> Reply.text("x"));
        try (FakeModelServer server = FakeModelServer.start(gate);
                Replica second = replicas.start(breaking)) {
            client.model("h3", "m", server.url(), concurrency(16));
            Run run = client.start("h3", "v1");
            second.awaitCalls(gate, 300);
            gate.open();
            Run ended = client.follow(run.getName(), new ArrayList<>());
            assertThat(broken).isTrue();
            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(400);
        }
    }

    @Test
    void aRunOfNothingThatIsTakenUpEndsAgain() {
        datasets.put("projects/h4/datasets/d/versions/v1", Client.texts(0));
        try (FakeModelServer server = FakeModelServer.start(request -> Reply.text("x"))) {
            client.model("h4", "m", server.url(), concurrency(1));
            Run ended = client.run("h4", "v1");
            assertThat(ended.getError().getReason()).isEqualTo(ErrorReason.INVALID_REQUEST);
            client.runs.retryFailedCompletions(RetryFailedCompletionsRequest.newBuilder()
                    .setName(ended.getName())
                    .build());
            Eventually.until(LONG, () -> client.get(ended.getName()).hasEndTime());
            Run again = client.get(ended.getName());
            assertThat(again.getState()).isEqualTo(Run.State.FAILED);
            assertThat(again.getError()).isEqualTo(ended.getError());
        }
    }

    private static Limits concurrency(int calls) {
        return Limits.newBuilder().setConcurrency(calls).build();
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
