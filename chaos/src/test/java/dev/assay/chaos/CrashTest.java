package dev.assay.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.v1.Run;
import dev.assay.testing.Eventually;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.Reply;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The runner or its database dies in the middle: nothing is lost, and at most what was in flight is bought twice (R4, R8). */
@ExtendWith(StandExtension.class)
class CrashTest {

    private static final int EXAMPLES = 2_000;
    private static final int IN_FLIGHT = 64;
    private static final Duration LATENCY = Duration.ofMillis(50);

    private final Stand stand;

    CrashTest(Stand stand) {
        this.stand = stand;
    }

    @Test
    void aKilledRunnerGoesOnWhereItWas() {
        stand.runners(1);
        try (FakeModelServer model =
                FakeModelServer.start(request -> Reply.text("x").after(LATENCY))) {
            String run = start("crash-runner", model);
            Eventually.until(Duration.ofSeconds(60), () -> model.requestCount() > EXAMPLES / 3);
            stand.first.kill();
            stand.first.start();
            assertNothingLost(run, model);
        }
    }

    @Test
    void aRestartOfTheDatabaseOnlyDelays() {
        stand.runners(1);
        try (FakeModelServer model =
                FakeModelServer.start(request -> Reply.text("x").after(LATENCY))) {
            String run = start("crash-database", model);
            Eventually.until(Duration.ofSeconds(60), () -> model.requestCount() > EXAMPLES / 3);
            stand.crashPostgres();
            assertNothingLost(run, model);
            assertThat(stand.first.lives()).isTrue();
        }
    }

    private String start(String project, FakeModelServer model) {
        String version = stand.client.version(project, Ledger.questions(project, EXAMPLES));
        stand.client.model(project, model.url(), IN_FLIGHT, Client.policy(6, Duration.ofSeconds(30)));
        return stand.client.start(project, version);
    }

    private void assertNothingLost(String run, FakeModelServer model) {
        Run ended = stand.client.ended(run);
        assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
        assertThat(stand.rows().errors(run)).isEmpty();
        Ledger.assertComplete(stand, ended, EXAMPLES);
        assertThat(Ledger.askedAgain(model)).as("bought twice").isBetween(0L, (long) IN_FLIGHT);
        assertThat(model.maxInFlight()).isLessThanOrEqualTo(IN_FLIGHT);
    }
}
