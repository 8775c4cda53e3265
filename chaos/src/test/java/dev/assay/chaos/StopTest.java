package dev.assay.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.v1.CancelRunRequest;
import dev.assay.runner.v1.DeleteRunRequest;
import dev.assay.runner.v1.PauseRunRequest;
import dev.assay.runner.v1.ResumeRunRequest;
import dev.assay.runner.v1.Run;
import dev.assay.testing.Eventually;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.Reply;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs that are cancelled under load, rest, or get no answers (R4, R8; serves METR/hawk#1475). */
@ExtendWith(StandExtension.class)
class StopTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CONCURRENCY = 32;

    private final Stand stand;

    StopTest(Stand stand) {
        this.stand = stand;
    }

    @Test
    void aCancelledRunBreaksOffItsCallsAndLeavesNothingWhenDeleted() {
        stand.runners(1);
        int answers = 300;
        Semaphore good = new Semaphore(answers);
        try (FakeModelServer model =
                FakeModelServer.start(request -> good.tryAcquire() ? Reply.text("x") : Reply.hang())) {
            String run = start("cancelled", 5_000, model, Duration.ofMinutes(5));
            stand.client.stored(run, answers);
            Eventually.until(PATIENCE, "all calls hang", () -> model.inFlight() == CONCURRENCY);

            long begun = System.nanoTime();
            Run cancelled = stand.client
                    .runs()
                    .cancelRun(CancelRunRequest.newBuilder().setName(run).build());
            assertThat(cancelled.getState()).isEqualTo(Run.State.CANCELLED);
            Eventually.until(PATIENCE, "all connections are closed", () -> model.inFlight() == 0);
            // Long before the calls would have ended by themselves.
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
            Eventually.until(
                    PATIENCE,
                    "nobody works on it",
                    () -> stand.rows()
                                    .number(
                                            "select count(*) from scheduled_tasks where task_instance like ? || '/%'",
                                            key(run))
                            == 0);
            assertThat(stand.rows().completions(run).count()).isEqualTo(answers);
            assertThat(stand.client.get(run)).isEqualTo(cancelled);
            Ledger.assertCounts(stand, cancelled);
            assertThat(model.requestCount()).isLessThanOrEqualTo(answers + CONCURRENCY);

            String key = key(run);
            stand.client
                    .runs()
                    .deleteRun(DeleteRunRequest.newBuilder().setName(run).build());
            Eventually.until(PATIENCE, "no row is left", () -> stand.rows().number("""
                            select (select count(*) from run where key = k) + (select count(*) from shard where run_key = k)
                                 + (select count(*) from completion where run_key = k)
                                 + (select count(*) from scheduled_tasks where task_instance like k || '/%' or task_instance = k::text)
                            from (select ?::bigint as k) key""", key) == 0);
        }
    }

    @Test
    void aRunWithoutAnswersIsStalledUntilTheNextAndRestsWhenTold() {
        stand.runners(1);
        Semaphore answers = new Semaphore(50);
        try (FakeModelServer model = FakeModelServer.start(request -> {
            try {
                answers.acquire();
                return Reply.text("x");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Reply.reset();
            }
        })) {
            int examples = 200;
            String run = start("stalled", examples, model, Duration.ofMinutes(5));
            stand.client.stored(run, 50);
            stand.client.await(run, "is stalled", now -> now.getState() == Run.State.STALLED);
            assertThat(stand.first.logText()).contains(run + ": stalled");
            assertThat(stand.first.metric("assay_runner_runs_stalled_total", "").orElse(0))
                    .as("what an alert watches")
                    .isPositive();

            // STALLED again with time, so that a slow look may need more than one answer.
            AtomicInteger answered = new AtomicInteger(50);
            Eventually.until(PATIENCE, "the run is at work again", () -> {
                answers.release(1);
                return stand.client.stored(run, answered.incrementAndGet()).getState() == Run.State.RUNNING;
            });

            Run paused = stand.client
                    .runs()
                    .pauseRun(PauseRunRequest.newBuilder().setName(run).build());
            assertThat(paused.getState()).isEqualTo(Run.State.PAUSED);
            answers.release(CONCURRENCY);
            // What was under way is stored, and nothing new is asked.
            stand.client.stored(run, answered.get() + CONCURRENCY);
            answers.release(examples);
            Eventually.until(
                    PATIENCE,
                    "nobody works on it",
                    () -> stand.rows()
                                    .number(
                                            "select count(*) from scheduled_tasks where picked and task_instance like ? || '/%'",
                                            key(run))
                            == 0);
            Run resting = stand.client.get(run);
            assertThat(resting.getState()).isEqualTo(Run.State.PAUSED);
            assertThat(model.requestCount()).isLessThan(examples);
            assertThat(resting.getProgress().getSucceeded()).isEqualTo(model.requestCount());

            Run resumed = stand.client
                    .runs()
                    .resumeRun(ResumeRunRequest.newBuilder().setName(run).build());
            assertThat(resumed.getState()).isEqualTo(Run.State.RUNNING);
            Run ended = stand.client.ended(run);
            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            Ledger.assertComplete(stand, ended, examples);
            assertThat(model.requestCount()).isEqualTo(examples);
        }
    }

    private String key(String run) {
        return Long.toString(stand.rows().key(run));
    }

    private String start(String project, int examples, FakeModelServer model, Duration attemptTimeout) {
        String version = stand.client.version(project, Ledger.questions(project, examples));
        stand.client.model(project, model.url(), CONCURRENCY, Client.policy(1, attemptTimeout));
        return stand.client.start(project, version);
    }
}
