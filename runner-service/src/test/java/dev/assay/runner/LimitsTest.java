package dev.assay.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.execution.Replica;
import dev.assay.runner.v1.CallPolicy;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.CreateModelRequest;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.Run;
import dev.assay.testing.model.ApiErrors;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.Gate;
import dev.assay.testing.model.ModelRequest;
import dev.assay.testing.model.Reply;
import dev.assay.type.v1.ErrorReason;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What providers say of their limits is heard, and nothing is repeated more often than it should be (R2, R3). */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class LimitsTest extends ServiceTest {

    @Inject
    Replica.Factory replicas;

    @Inject
    @DataSource("runner")
    AgroalDataSource source;

    /** Serves promptfoo#7262 and mlflow#20938: every 429 reaches the limiter. */
    @Test
    void refusalsHoldBackAllCallsOfAllReplicas() {
        AtomicBoolean closing = new AtomicBoolean();
        AtomicReference<Instant> refused = new AtomicReference<>(Instant.MIN);
        Gate gate = new Gate(request -> {
            if (closing.get()) {
                Instant since = refused.updateAndGet(known -> known.equals(Instant.MIN) ? Instant.now() : known);
                if (Instant.now().isBefore(since.plusMillis(1_950))) {
                    return ApiErrors.rateLimitForSeconds(2);
                }
            }
            return Reply.text("x").after(Duration.ofMillis(5));
        });
        try (FakeModelServer server = FakeModelServer.start(gate);
                Replica second = replicas.start()) {
            datasets.put("projects/l1/datasets/d/versions/v1", Client.texts(700));
            model("l1", server, Limits.newBuilder().setConcurrency(4), CallPolicy.newBuilder());
            Run run = client.start("l1", "v1");
            second.awaitCalls(gate, 600);
            closing.set(true);
            gate.open();
            Run ended = client.follow(run.getName(), new ArrayList<>());
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(700);
            assertThat(server.requests().stream().map(ModelRequest::receivedAt))
                    .anyMatch(time -> time.isAfter(refused.get().plusSeconds(2)));
            // Three that it took to be sure, and what was sent before that was known here and there. That who was not
            // refused itself hears of it, QuietNewsTest shows.
            assertThat(server.requestCount()).isLessThanOrEqualTo(700 + 3 + 2 * 4);
        }
    }

    @Test
    void nobodyAsksWhereNothingIsLeft() {
        AtomicReference<Instant> closed = new AtomicReference<>(Instant.MIN);
        try (FakeModelServer server = FakeModelServer.start(request -> {
            boolean last = request.number() == 20;
            if (last) {
                closed.set(Instant.now());
            }
            return Reply.text("x")
                    .withHeader("x-ratelimit-remaining-requests", last ? "0" : "7")
                    .withHeader("x-ratelimit-reset-requests", last ? "2s" : "100ms");
        })) {
            Run ended = run("l2", server, 60, Limits.newBuilder().setConcurrency(1), CallPolicy.newBuilder());
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(60);
            Instant since = closed.get();
            assertThat(server.requests())
                    .noneMatch(request -> request.receivedAt().isAfter(since)
                            && request.receivedAt().isBefore(since.plusMillis(1_900)));
        }
    }

    @Test
    void aLimitThatWasNotConfiguredIsLearnt() {
        try (FakeModelServer server = FakeModelServer.start(request -> Reply.text("x")
                .withHeader("x-ratelimit-limit-requests", "1200")
                .withHeader("x-ratelimit-remaining-requests", "1190")
                .withHeader("x-ratelimit-reset-requests", "1s"))) {
            long start = System.nanoTime();
            run("l3", server, 60, Limits.newBuilder().setConcurrency(4), CallPolicy.newBuilder());
            double seconds = (System.nanoTime() - start) / 1e9;
            // Twenty a second, but for those that went before anything was said and half a second's worth.
            assertThat(seconds).isGreaterThan((60 - 4 - 14) / 20.0 - 0.5);
        }
    }

    @Test
    void whatAnEndpointBearsIsLearntAndKept() throws Exception {
        try (FakeModelServer server = FakeModelServer.start()) {
            // Longer than the second after which what was learnt is kept.
            server.script(request -> server.inFlight() > 5
                    ? ApiErrors.rateLimit()
                    : Reply.text("x").after(Duration.ofMillis(40)));
            Map<String, Integer> before = learnt();
            Run ended = run("l4", server, 300, Limits.newBuilder().setConcurrency(32), CallPolicy.newBuilder());
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(300);
            assertThat(server.requestCount()).isLessThan(300 * 2);
            Map<String, Integer> after = learnt();
            after.keySet().removeAll(before.keySet());
            assertThat(after.values())
                    .singleElement()
                    .satisfies(concurrency -> assertThat(concurrency).isBetween(1, 16));
        }
    }

    /** What is known of each endpoint of which anything was learnt. */
    private Map<String, Integer> learnt() throws SQLException {
        Map<String, Integer> learnt = new HashMap<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select key, learnt_concurrency from rate_limit where learnt_version > 0")) {
            while (rows.next()) {
                learnt.put(rows.getString(1), rows.getInt(2));
            }
        }
        return learnt;
    }

    /** "429 for a minute", in short: waiting for the limiter is no attempt. */
    @Test
    void aTimeOfRefusalsLosesNothing() {
        AtomicReference<Instant> fine = new AtomicReference<>(Instant.MAX);
        try (FakeModelServer server = FakeModelServer.start(request -> {
            Instant until = fine.updateAndGet(
                    known -> known.equals(Instant.MAX) ? Instant.now().plusSeconds(3) : known);
            return Instant.now().isBefore(until) ? ApiErrors.rateLimit() : Reply.text("x");
        })) {
            Run ended = run(
                    "l5",
                    server,
                    40,
                    Limits.newBuilder().setConcurrency(2),
                    CallPolicy.newBuilder().setMaxAttempts(2));
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(40);
            // An outage of some seconds costs a few refusals, however many completions it befalls.
            assertThat(server.requestCount()).isLessThan(40 + 30);
        }
    }

    /** promptfoo#7262: one owner of retries; {@code max_attempts: 1} means one request. */
    @Test
    void oneAttemptIsOneRequestWhateverItBrings() {
        List<Reply> bad = List.of(
                ApiErrors.rateLimit(),
                ApiErrors.serverError(),
                ApiErrors.overloaded(),
                Reply.malformed(),
                Reply.reset(),
                Reply.cut("x"),
                ApiErrors.inASuccess());
        try (FakeModelServer server =
                FakeModelServer.start(request -> bad.get((int) ((request.number() - 1) % bad.size())))) {
            Run ended = run(
                    "l6",
                    server,
                    bad.size(),
                    Limits.newBuilder().setConcurrency(1),
                    CallPolicy.newBuilder().setMaxAttempts(1));
            assertThat(ended.getProgress().getFailed()).isEqualTo(bad.size());
            assertThat(ended.getProgress().getRetried()).isZero();
            assertThat(server.requestCount()).isEqualTo(bad.size());
        }
    }

    /** METR/hawk#945: unlimited retries of one deterministic failure. */
    @Test
    void theSameFailureIsNotRepeatedForever() {
        try (FakeModelServer server = FakeModelServer.start(request -> ApiErrors.serverError())) {
            Run ended = run(
                    "l7",
                    server,
                    3,
                    Limits.newBuilder().setConcurrency(1),
                    CallPolicy.newBuilder().setMaxAttempts(50));
            assertThat(ended.getProgress().getFailed()).isEqualTo(3);
            assertThat(server.requestCount()).isEqualTo(3 * 4);
        }
    }

    /** inspect_ai#1277 and #2902: waits are figures of their own, and no latency. */
    @Test
    void waitsAreSeparateFigures() {
        datasets.put("projects/l8/datasets/d/versions/v1", Client.texts(12));
        try (FakeModelServer server = FakeModelServer.start(request -> request.attempt() == 1
                ? ApiErrors.serverError().after(Duration.ofMillis(30))
                : Reply.text("x").after(Duration.ofMillis(40)))) {
            model(
                    "l8",
                    server,
                    Limits.newBuilder().setConcurrency(1).setRequestsPerMinute(600),
                    CallPolicy.newBuilder());
            List<Completion> completions = new ArrayList<>();
            long start = System.nanoTime();
            client.follow(client.start("l8", "v1").getName(), completions);
            long whole = (System.nanoTime() - start) / 1_000_000;
            assertThat(completions).hasSize(12).allSatisfy(completion -> {
                assertThat(millis(completion.getTiming().getLatency())).isGreaterThanOrEqualTo(40L);
                assertThat(millis(completion.getTiming().getFailedAttempts())).isGreaterThanOrEqualTo(30L);
                assertThat(completion.getAttempts()).isEqualTo(2);
            });
            // One call at a time: with what they waited in it, for each other too, the calls would be longer than the
            // run.
            assertThat(completions.stream()
                            .mapToLong(
                                    completion -> millis(completion.getTiming().getLatency())
                                            + millis(completion.getTiming().getFailedAttempts()))
                            .sum())
                    .isLessThanOrEqualTo(whole);
            // 24 requests at ten a second, one after the other.
            assertThat(completions.stream()
                            .mapToLong(
                                    completion -> millis(completion.getTiming().getLimited()))
                            .max()
                            .orElseThrow())
                    .isGreaterThan(100);
        }
    }

    /** deepeval#2232 and ragas#722: a connection that hangs does not hang the run; attempts and completions have deadlines. */
    @Test
    void whatHangsEndsInTime() {
        try (FakeModelServer server =
                FakeModelServer.start(request -> request.prompt().endsWith("7") ? Reply.hang() : Reply.text("x"))) {
            long start = System.nanoTime();
            datasets.put("projects/l9/datasets/d/versions/v1", Client.texts(10));
            model(
                    "l9",
                    server,
                    Limits.newBuilder().setConcurrency(4),
                    CallPolicy.newBuilder()
                            .setMaxAttempts(50)
                            .setAttemptTimeout(time(1_000))
                            .setTotalTimeout(time(3_500)));
            List<Completion> completions = new ArrayList<>();
            Run ended = client.follow(client.start("l9", "v1").getName(), completions);
            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(9);
            assertThat(completions)
                    .filteredOn(Completion::hasError)
                    .singleElement()
                    .satisfies(completion -> {
                        assertThat(completion.getError().getReason()).isEqualTo(ErrorReason.MODEL_TIMEOUT);
                        assertThat(completion.getAttempts()).isBetween(1, 4);
                    });
            // The call itself would hang for ever.
            assertThat((System.nanoTime() - start) / 1e9).isLessThan(60);
        }
    }

    private Run run(
            String project, FakeModelServer server, int examples, Limits.Builder limits, CallPolicy.Builder policy) {
        datasets.put("projects/" + project + "/datasets/d/versions/v1", Client.texts(examples));
        model(project, server, limits, policy);
        return client.run(project, "v1");
    }

    private void model(String project, FakeModelServer server, Limits.Builder limits, CallPolicy.Builder policy) {
        client.models.createModel(CreateModelRequest.newBuilder()
                .setParent("projects/" + project)
                .setModelId("m")
                .setModel(Model.newBuilder()
                        .setProvider(Model.Provider.OPENAI_CHAT)
                        .setEndpoint(server.url())
                        .setModelId("fake")
                        .setLimits(limits)
                        .setCallPolicy(policy.setInitialBackoff(time(10)).setMaxBackoff(time(200))))
                .build());
    }

    private static com.google.protobuf.Duration time(int millis) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(millis / 1_000)
                .setNanos(millis % 1_000 * 1_000_000)
                .build();
    }

    private static long millis(com.google.protobuf.Duration duration) {
        return duration.getSeconds() * 1_000 + duration.getNanos() / 1_000_000;
    }
}
