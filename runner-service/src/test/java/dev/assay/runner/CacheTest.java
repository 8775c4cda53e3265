package dev.assay.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import dev.assay.runner.execution.Replica;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.RetryFailedCompletionsRequest;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.Run.CacheMode;
import dev.assay.runner.v1.UpdateModelRequest;
import dev.assay.testing.model.Answer;
import dev.assay.testing.model.ApiErrors;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.Gate;
import dev.assay.testing.model.Reply;
import dev.assay.type.v1.Prices;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Answers of earlier runs are taken instead of calling (R6). Serves lm-evaluation-harness#2715, #4063; promptfoo#1431, #8070; ragas#1980;
 * inspect_ai#4846.
 */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class CacheTest extends ServiceTest {

    @Inject
    Replica.Factory replicas;

    @Test
    void aSecondRunCallsNothingAndCostsNothing() {
        datasets.put(version("c1"), Client.texts(300));
        try (FakeModelServer server = FakeModelServer.start(request ->
                Reply.answer(Answer.of("to " + request.prompt()).withUsage(new Answer.Usage(100, 10, 40, 0))))) {
            priced(client.model("c1", "m", server.url(), Limits.getDefaultInstance()));
            List<Completion> bought = new ArrayList<>();
            Run first = run("c1", "m", CacheMode.READ_WRITE, 2, bought);
            assertThat(first.getProgress().getSucceeded()).isEqualTo(600);
            assertThat(first.getProgress().getCached()).isZero();
            assertThat(bought).noneMatch(Completion::hasCacheHit);
            assertThat(server.requestCount()).isEqualTo(600);

            List<Completion> found = new ArrayList<>();
            Run second = run("c1", "m", CacheMode.READ, 2, found);
            assertThat(server.requestCount()).isEqualTo(600);
            assertThat(second.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(second.getProgress().getSucceeded()).isEqualTo(600);
            assertThat(second.getProgress().getCached()).isEqualTo(600);
            assertThat(second.getCost().getAmount()).isEqualTo("0");
            assertThat(second.getUsage().getInput() + second.getUsage().getOutput())
                    .isZero();
            assertThat(found).allSatisfy(completion -> {
                Completion original = bought.stream()
                        .filter(c -> c.getName().equals(completion.getCacheHit().getCompletion()))
                        .findFirst()
                        .orElseThrow();
                assertThat(completion.getExample()).isEqualTo(original.getExample());
                assertThat(completion.getSampleIndex()).isEqualTo(original.getSampleIndex());
                assertThat(completion.getAnswer()).isEqualTo(original.getAnswer());
                assertThat(completion.getMessagesList()).isEqualTo(original.getMessagesList());
                assertThat(completion.getCacheHit().getUsage()).isEqualTo(original.getUsage());
                assertThat(completion.hasUsage()).isFalse();
                assertThat(completion.hasCost()).isFalse();
                assertThat(completion.getTiming().hasLatency()).isFalse();
                assertThat(completion.getAttempts()).isZero();
            });
        }
    }

    @Test
    void offAndReadKeepNothing() {
        datasets.put(version("c2"), Client.texts(20));
        try (FakeModelServer server = FakeModelServer.start()) {
            client.model("c2", "m", server.url(), Limits.getDefaultInstance());
            run("c2", "m", CacheMode.CACHE_MODE_UNSPECIFIED, 1, new ArrayList<>());
            run("c2", "m", CacheMode.READ, 1, new ArrayList<>());
            Run third = run("c2", "m", CacheMode.READ, 1, new ArrayList<>());
            assertThat(third.getProgress().getCached()).isZero();
            assertThat(server.requestCount()).isEqualTo(60);
        }
    }

    @Test
    void aModelNeverReportsTheAnswersOfAnother() {
        datasets.put(version("c3"), Client.texts(50));
        datasets.put(version("c3-other"), Client.texts(50));
        try (FakeModelServer server = FakeModelServer.start(request -> Reply.text(request.model() + " says"))) {
            client.model("c3", "a", server.url(), Limits.getDefaultInstance());
            Model b = client.model("c3", "b", server.url(), Limits.getDefaultInstance());
            client.models.updateModel(UpdateModelRequest.newBuilder()
                    .setModel(b.toBuilder().setModelId("other"))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("model_id"))
                    .build());
            client.model("c3-other", "a", server.url(), Limits.getDefaultInstance());
            run("c3", "a", CacheMode.READ_WRITE, 1, new ArrayList<>());
            List<Completion> others = new ArrayList<>();
            Run run = run("c3", "b", CacheMode.READ_WRITE, 1, others);
            assertThat(run.getProgress().getCached()).isZero();
            assertThat(others).allMatch(c -> text(c).equals("other says"));
            // Another project pays for its own.
            Run elsewhere = run("c3-other", "a", CacheMode.READ_WRITE, 1, new ArrayList<>());
            assertThat(elsewhere.getProgress().getCached()).isZero();
            assertThat(server.requestCount()).isEqualTo(150);
        }
    }

    @Test
    void repeatsKeepTheirSpread() {
        datasets.put(version("c4"), Client.texts(20));
        AtomicInteger number = new AtomicInteger();
        try (FakeModelServer server =
                FakeModelServer.start(request -> Reply.text("answer " + number.incrementAndGet()))) {
            client.model("c4", "m", server.url(), Limits.getDefaultInstance());
            List<Completion> first = new ArrayList<>();
            run("c4", "m", CacheMode.READ_WRITE, 3, first);
            assertThat(first.stream().map(CacheTest::text).distinct()).hasSize(60);
            List<Completion> second = new ArrayList<>();
            Run more = run("c4", "m", CacheMode.READ_WRITE, 5, second);
            assertThat(more.getProgress().getCached()).isEqualTo(60);
            assertThat(second.stream().map(CacheTest::text).distinct()).hasSize(100);
            assertThat(server.requestCount()).isEqualTo(100);
        }
    }

    @Test
    void errorsWithStatus200RefusalsAndStumpsAreBoughtAgain() {
        datasets.put(version("c5"), Client.texts(60));
        List<Reply> doubtful = List.of(
                ApiErrors.inASuccess(),
                Reply.answer(Answer.refusing("I will not")),
                Reply.answer(Answer.of("half an").endedBy("length")),
                Reply.answer(Answer.of("x").endedBy("content_filter")),
                Reply.text(""),
                ApiErrors.serverError());
        var seen = ConcurrentHashMap.<String>newKeySet();
        try (FakeModelServer server = FakeModelServer.start(request -> {
            int question = Integer.parseInt(request.prompt().substring("question ".length()));
            return question % 2 == 0 && seen.size() < 1_000 && !seen.contains("second")
                    ? doubtful.get(question / 2 % doubtful.size())
                    : Reply.text("answer " + question);
        })) {
            Model model = client.model("c5", "m", server.url(), Limits.getDefaultInstance());
            client.models.updateModel(UpdateModelRequest.newBuilder()
                    .setModel(model.toBuilder()
                            .setCallPolicy(model.getCallPolicy().toBuilder().setMaxAttempts(1)))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("call_policy"))
                    .build());
            run("c5", "m", CacheMode.READ_WRITE, 1, new ArrayList<>());
            seen.add("second");
            List<Completion> completions = new ArrayList<>();
            Run second = run("c5", "m", CacheMode.READ_WRITE, 1, completions);
            assertThat(second.getProgress().getCached()).isEqualTo(30);
            assertThat(completions).allMatch(c -> text(c).startsWith("answer "));
            Run third = run("c5", "m", CacheMode.READ, 1, new ArrayList<>());
            assertThat(third.getProgress().getCached()).isEqualTo(60);
        }
    }

    @Test
    void runsAtTheSameTimeKeepEachAnswerOnce() {
        datasets.put(version("c6"), Client.texts(400));
        try (FakeModelServer server = FakeModelServer.start(
                request -> Reply.text("answer " + request.number()).after(Duration.ofMillis(2)))) {
            client.model(
                    "c6",
                    "m",
                    server.url(),
                    Limits.newBuilder().setConcurrency(64).build());
            List<Run> runs = IntStream.range(0, 4)
                    .mapToObj(i -> client.create(
                            "c6",
                            wanted("c6", "m", CacheMode.READ_WRITE, 1)
                                    .setOrderSeed(i)
                                    .build()))
                    .toList();
            runs.forEach(run -> assertThat(client.follow(run.getName(), new ArrayList<>())
                            .getProgress()
                            .getSucceeded())
                    .isEqualTo(400));
            int requests = server.requestCount();
            List<Completion> one = new ArrayList<>();
            List<Completion> two = new ArrayList<>();
            assertThat(run("c6", "m", CacheMode.READ, 1, one).getProgress().getCached())
                    .isEqualTo(400);
            run("c6", "m", CacheMode.READ, 1, two);
            assertThat(answers(one)).isEqualTo(answers(two));
            assertThat(server.requestCount()).isEqualTo(requests);
        }
    }

    @Test
    void aRunThatLosesAReplicaKeepsWhatItBought() {
        datasets.put(version("c7"), Client.texts(600));
        Gate gate = new Gate(request -> Reply.text("x"));
        try (FakeModelServer server = FakeModelServer.start(gate)) {
            client.model(
                    "c7",
                    "m",
                    server.url(),
                    Limits.newBuilder().setConcurrency(8).build());
            Replica dying = replicas.start();
            Run run = client.create(
                    "c7", wanted("c7", "m", CacheMode.READ_WRITE, 1).build());
            dying.awaitCalls(gate, 300);
            dying.die();
            gate.open();
            Run ended = client.follow(run.getName(), new ArrayList<>());
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(600);
            int requests = server.requestCount();
            assertThat(requests).isLessThanOrEqualTo(600 + 8);
            Run second = run("c7", "m", CacheMode.READ, 1, new ArrayList<>());
            assertThat(second.getProgress().getCached()).isEqualTo(600);
            assertThat(server.requestCount()).isEqualTo(requests);
        }
    }

    @Test
    void whatFailedIsMadeAgainAndTheRestIsFound() {
        datasets.put(version("c8"), Client.texts(40));
        AtomicInteger answering = new AtomicInteger(20);
        try (FakeModelServer server = FakeModelServer.start(
                request -> Integer.parseInt(request.prompt().substring("question ".length())) < answering.get()
                        ? Reply.text("fine")
                        : Reply.raw(400, "{\"error\": {\"message\": \"no\"}}"))) {
            client.model("c8", "m", server.url(), Limits.getDefaultInstance());
            run("c8", "m", CacheMode.READ_WRITE, 1, new ArrayList<>());
            Run second = run("c8", "m", CacheMode.READ_WRITE, 1, new ArrayList<>());
            assertThat(second.getProgress().getCached()).isEqualTo(20);
            assertThat(second.getProgress().getFailed()).isEqualTo(20);
            answering.set(40);
            client.runs.retryFailedCompletions(RetryFailedCompletionsRequest.newBuilder()
                    .setName(second.getName())
                    .build());
            Run mended = client.follow(second.getName(), new ArrayList<>());
            assertThat(mended.getProgress().getSucceeded()).isEqualTo(40);
            assertThat(mended.getProgress().getCached()).isEqualTo(20);
        }
    }

    private Run run(String project, String model, CacheMode cache, int samples, List<Completion> into) {
        return client.follow(
                client.create(project, wanted(project, model, cache, samples).build())
                        .getName(),
                into);
    }

    private static Run.Builder wanted(String project, String model, CacheMode cache, int samples) {
        return Run.newBuilder()
                .setModel("projects/" + project + "/models/" + model)
                .setDatasetVersion(version(project))
                .setGeneration(GenerationParameters.newBuilder().setTemperature(1))
                .setSamplesPerExample(samples)
                .setCache(cache);
    }

    private void priced(Model model) {
        client.models.updateModel(UpdateModelRequest.newBuilder()
                .setModel(model.toBuilder()
                        .setPrices(Prices.newBuilder()
                                .setCurrencyCode("USD")
                                .setInputPerMillion("1")
                                .setOutputPerMillion("2")))
                .setUpdateMask(FieldMask.newBuilder().addPaths("prices"))
                .build());
    }

    private static List<String> answers(List<Completion> completions) {
        return completions.stream().map(c -> c.getExample() + text(c)).sorted().toList();
    }

    private static String text(Completion completion) {
        return completion.getAnswer().getMessage().getParts(0).getText();
    }

    private static String version(String project) {
        return "projects/" + project + "/datasets/d/versions/v1";
    }
}
