package dev.assay.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.v1.Run;
import dev.assay.testing.Eventually;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.ModelRequest;
import dev.assay.testing.model.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** More runs than the service works on at once: all end, and none starves (R4, R8). */
@ExtendWith(StandExtension.class)
class QueueTest {

    private static final int RUNS = 24;
    private static final int EXAMPLES = 60;

    private final Stand stand;

    QueueTest(Stand stand) {
        this.stand = stand;
    }

    @Test
    void allEndAndNoneStarves() {
        stand.runners(1);
        CountDownLatch open = new CountDownLatch(1);
        try (FakeModelServer model = FakeModelServer.start(request -> {
            try {
                open.await();
                return Reply.text("x").after(Duration.ofMillis(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Reply.reset();
            }
        })) {
            // One endpoint, whose limit all of them share.
            List<String> runs = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                String project = "queue" + i;
                String version = stand.client.version(project, Ledger.questions(project, EXAMPLES));
                stand.client.model(project, model.url(), 16, Client.policy(2, Duration.ofMinutes(2)));
                runs.add(stand.client.start(project, version));
            }
            Eventually.until(
                    Duration.ofSeconds(60),
                    "the queue is full",
                    () -> stand.rows()
                                    .number(
                                            "select count(*) from scheduled_tasks where task_name = 'run-shard' and not picked")
                            > RUNS);
            open.countDown();
            for (String run : runs) {
                Run ended = stand.client.ended(run);
                assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
                Ledger.assertComplete(stand, ended, EXAMPLES);
            }
            assertThat(model.requestCount()).isEqualTo(RUNS * EXAMPLES);

            Map<String, Integer> first = new HashMap<>();
            List<ModelRequest> requests = model.requests();
            for (int i = 0; i < requests.size(); i++) {
                first.putIfAbsent(requests.get(i).model(), i);
            }
            assertThat(first).hasSize(RUNS);
            assertThat(first.values())
                    .as("the first request of each run, counted over all")
                    .allSatisfy(turn -> assertThat(turn).isLessThan(RUNS * EXAMPLES / 2));
        }
    }
}
