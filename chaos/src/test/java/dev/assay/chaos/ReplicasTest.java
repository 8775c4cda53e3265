package dev.assay.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.v1.Run;
import dev.assay.testing.Eventually;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.Gate;
import dev.assay.testing.model.ModelRequest;
import dev.assay.testing.model.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two replicas on one database: one freezes past its lease and comes back, one is told to stop (R4, P6; serves METR/hawk#936). */
@ExtendWith(StandExtension.class)
class ReplicasTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Twenty times what a replica takes to look whether its work is still its own. */
    private static final Duration LOOKED = Duration.ofSeconds(10);

    private static final String ANSWERED = "assay_runner_completions_total";

    private final Stand stand;

    ReplicasTest(Stand stand) {
        this.stand = stand;
    }

    @Test
    void theLateResultsOfAFrozenReplicaChangeNothing() {
        int examples = 2_000;
        int concurrency = 8;
        stand.runners(2);
        CountDownLatch late = new CountDownLatch(1);
        CountDownLatch rest = new CountDownLatch(1);
        AtomicReference<Phase> phase = new AtomicReference<>(Phase.FLOWING);
        Set<String> held = ConcurrentHashMap.newKeySet();
        Gate gate = new Gate(request -> switch (phase.get()) {
            case FLOWING -> Reply.text("x").after(Duration.ofMillis(20));
            case HOLDING -> {
                held.add(request.prompt());
                yield await(late, "late");
            }
            case RESTING -> await(rest, "x");
        });
        try (FakeModelServer model = FakeModelServer.start(gate)) {
            String project = "frozen";
            String version = stand.client.version(project, Ledger.questions(project, examples));
            stand.client.model(project, model.url(), concurrency, Client.policy(1, Duration.ofMinutes(2)));
            double answeredBefore = answered(stand.second);
            String run = stand.client.start(project, version);
            // A few at a time, so that the run is not over before the second replica has its part.
            Eventually.until(PATIENCE, "the second replica works too", () -> {
                gate.openOne(examples);
                return answered(stand.second) > answeredBefore + 20;
            });
            phase.set(Phase.HOLDING);
            gate.open();
            // How many calls there are at once, both replicas learn; that it stays so says that all of them are held.
            int[] looks = new int[2];
            Eventually.until(PATIENCE, "all calls are held", () -> {
                int now = model.inFlight() == held.size() ? held.size() : 0;
                looks[1] = now == looks[0] ? looks[1] + 1 : 0;
                looks[0] = now;
                return now >= 2 && looks[1] >= 50;
            });
            double answeredThen = answered(stand.second);

            // Its answers come while it is frozen. The other replica stores its own and, when the frozen one is past
            // its lease, asks for those again.
            stand.second.freeze();
            phase.set(Phase.FLOWING);
            late.countDown();
            Eventually.until(
                    PATIENCE,
                    "the work of the frozen replica has moved",
                    () -> stand.rows().prompts(run).containsAll(held));
            Set<String> moved = askedTwice(model);
            assertThat(moved).isNotEmpty();
            assertThat(held).containsAll(moved);

            // Back in the middle of the run, with answers that are somebody else's business by now.
            phase.set(Phase.RESTING);
            stand.second.thaw();
            // Until it has learnt what it has lost, no call comes back. It learns that with the first answer that is
            // refused, or when it looks, twice a second; then the answers are dropped unread, and nothing tells of it.
            long back = System.nanoTime();
            Eventually.until(
                    PATIENCE,
                    "the frozen replica knows what it has lost",
                    () -> answered(stand.second) > answeredThen || System.nanoTime() - back > LOOKED.toNanos());
            rest.countDown();
            Run ended = stand.client.ended(run);

            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            Ledger.assertComplete(stand, ended, examples);
            Rows.Completions stored = stand.rows().completions(run);
            Eventually.until(
                    PATIENCE,
                    "the frozen replica has nothing left to do",
                    () -> stand.second.metric("assay_runner_shards_active", "").orElse(1) == 0);
            assertThat(stand.rows().completions(run)).isEqualTo(stored);
            assertThat(stand.client.get(run)).isEqualTo(ended);
            assertThat(stand.second.lives()).isTrue();
            assertThat(stand.client.completions(run).stream()
                            .filter(completion -> moved.contains(
                                    completion.getMessages(0).getParts(0).getText()))
                            .map(completion -> completion
                                    .getAnswer()
                                    .getMessage()
                                    .getParts(0)
                                    .getText()))
                    .as("what counts is what the other replica got")
                    .hasSameSizeAs(moved)
                    .containsOnly("x");
            // What was in flight, and what it began when it came back and had not yet learnt what it had lost.
            assertThat(Ledger.askedAgain(model)).as("bought twice").isBetween(1L, 2L * concurrency);
        } finally {
            gate.open();
            stand.second.thaw();
            late.countDown();
            rest.countDown();
        }
    }

    @Test
    void aReplicaThatIsToldToStopFinishesItsCallsAndLeavesTheRest() {
        int examples = 400;
        int concurrency = 16;
        stand.runners(1);
        Gate gate = new Gate(request -> Reply.text("x").after(Duration.ofMillis(100)));
        try (FakeModelServer model = FakeModelServer.start(gate)) {
            String project = "drained";
            String version = stand.client.version(project, Ledger.questions(project, examples));
            stand.client.model(project, model.url(), concurrency, Client.policy(1, Duration.ofSeconds(30)));
            String run = stand.client.start(project, version);
            gate.open(2L * concurrency);
            stand.client.stored(run, 2L * concurrency);
            List<String> leaving = stand.rows()
                    .texts(
                            "select distinct picked_by from scheduled_tasks where picked and task_name = 'run-shard' and task_instance like ? || '/%'",
                            Long.toString(stand.rows().key(run)));
            assertThat(leaving).hasSize(1);
            stand.runners(2);

            stand.first.terminate();
            gate.open();
            int code = stand.first.exitCode(PATIENCE);
            assertThat(code).as("ended in good order, by the signal").isIn(0, 143);
            assertThat(stand.rows()
                            .number(
                                    "select count(*) from scheduled_tasks where picked and picked_by = ?",
                                    leaving.getFirst()))
                    .as("tasks that somebody must wait for")
                    .isZero();
            stand.first.start();

            Run ended = stand.client.ended(run);
            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(examples);
            Ledger.assertComplete(stand, ended, examples);
            assertThat(model.requestCount()).as("no call was broken off").isEqualTo(examples);
        }
    }

    /** How the model behaves at the moment. */
    private enum Phase {
        FLOWING,
        HOLDING,
        RESTING
    }

    private static Reply await(CountDownLatch latch, String answer) {
        try {
            latch.await();
            return Reply.text(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.reset();
        }
    }

    private static double answered(ServiceProcess runner) {
        return runner.metric(ANSWERED, "outcome=\"answer\"").orElse(0);
    }

    private static Set<String> askedTwice(FakeModelServer model) {
        return model.requests().stream()
                .filter(request -> request.attempt() > 1)
                .map(ModelRequest::prompt)
                .collect(Collectors.toSet());
    }
}
