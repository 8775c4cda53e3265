package dev.assay.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.FieldMask;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.RecordedAnswer;
import dev.assay.dataset.v1.Slice;
import dev.assay.kit.error.ErrorStatus;
import dev.assay.runner.v1.CancelRunRequest;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.CreateModelRequest;
import dev.assay.runner.v1.CreateRunRequest;
import dev.assay.runner.v1.DeleteModelRequest;
import dev.assay.runner.v1.DeleteRunRequest;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.PauseRunRequest;
import dev.assay.runner.v1.ResumeRunRequest;
import dev.assay.runner.v1.RetryFailedCompletionsRequest;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.StreamCompletionsRequest;
import dev.assay.runner.v1.StreamCompletionsResponse;
import dev.assay.runner.v1.UpdateModelRequest;
import dev.assay.testing.Eventually;
import dev.assay.testing.model.Answer;
import dev.assay.testing.model.ApiErrors;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.Gate;
import dev.assay.testing.model.Reply;
import dev.assay.type.v1.Cost;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Prices;
import dev.assay.type.v1.Target;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Runs through real channels, against a real database and a real HTTP server: R1, R3, R4, R5, R7, R8, R9. */
@QuarkusTest
class RunServiceTest extends ServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void recordedAnswersBecomeCompletionsWithAllThatScoringNeeds() {
        String version = "projects/p1/datasets/d/versions/v1";
        datasets.put(
                version,
                List.of(
                        Example.newBuilder()
                                .setName("e1")
                                .setText("1 + 1?")
                                .setTarget(Target.newBuilder().setText("2"))
                                .setCategory("simple")
                                .addTags("short")
                                .putGroups("language", "en")
                                .setCluster("c")
                                .setWeight(2)
                                .putRecordedAnswers(
                                        "good",
                                        RecordedAnswer.newBuilder()
                                                .setText("A: 2")
                                                .build())
                                .build(),
                        Example.newBuilder().setName("e2").setText("2 + 2?").build()));
        client.models.createModel(CreateModelRequest.newBuilder()
                .setParent("projects/p1")
                .setModelId("good")
                .setModel(Model.newBuilder().setProvider(Model.Provider.RECORDED))
                .build());

        Run run = client.runs.createRun(CreateRunRequest.newBuilder()
                .setParent("projects/p1")
                .setRun(Run.newBuilder()
                        .setModel("projects/p1/models/good")
                        .setDatasetVersion("projects/p1/datasets/d/versions/latest"))
                .build());
        assertThat(run.getDatasetVersion()).isEqualTo(version);
        List<Completion> completions = new ArrayList<>();
        Run ended = client.follow(run.getName(), completions);

        assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
        assertThat(ended.getProgress().getTotal()).isEqualTo(2);
        assertThat(ended.getProgress().getSucceeded()).isEqualTo(1);
        assertThat(ended.getProgress().getFailed()).isEqualTo(1);
        Completion first = completions.stream()
                .filter(completion -> completion.getExample().endsWith("/e1"))
                .findFirst()
                .orElseThrow();
        assertThat(first.getName()).isEqualTo(run.getName() + "/completions/e1-0");
        assertThat(first.getAnswer().getMessage().getParts(0).getText()).isEqualTo("A: 2");
        assertThat(first.getMessages(0).getParts(0).getText()).isEqualTo("1 + 1?");
        assertThat(first.getTarget().getText()).isEqualTo("2");
        assertThat(first.getCategory()).isEqualTo("simple");
        assertThat(first.getTagsList()).containsExactly("short");
        assertThat(first.getGroupsMap()).containsEntry("language", "en");
        assertThat(first.getCluster()).isEqualTo("c");
        assertThat(first.getWeight()).isEqualTo(2);
        Completion second = completions.stream()
                .filter(completion -> completion.getExample().endsWith("/e2"))
                .findFirst()
                .orElseThrow();
        assertThat(second.getError().getReason()).isEqualTo(ErrorReason.ANSWER_NOT_RECORDED);
    }

    @Test
    void aRunOverHttpStoresEachAnswerOnce() {
        String version = "projects/p2/datasets/d/versions/v1";
        datasets.put(version, Client.texts(1_000));
        try (FakeModelServer server = FakeModelServer.start()) {
            client.model(
                    "p2",
                    "m",
                    server.url(),
                    Limits.newBuilder().setConcurrency(32).build());
            Run run = client.runs.createRun(CreateRunRequest.newBuilder()
                    .setParent("projects/p2")
                    .setRun(Run.newBuilder()
                            .setModel("projects/p2/models/m")
                            .setDatasetVersion(version)
                            .setSamplesPerExample(2))
                    .build());
            List<Completion> completions = new ArrayList<>();
            Run ended = client.follow(run.getName(), completions);

            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(2_000);
            assertThat(completions).hasSize(2_000);
            assertThat(completions.stream().map(Completion::getName).distinct()).hasSize(2_000);
            assertThat(completions)
                    .allSatisfy(completion -> assertThat(completion
                                    .getAnswer()
                                    .getMessage()
                                    .getParts(0)
                                    .getText())
                            .isEqualTo(completion.getMessages(0).getParts(0).getText()));
            assertThat(server.requestCount()).isEqualTo(2_000);
            assertThat(server.maxInFlight()).isLessThanOrEqualTo(32);
        }
    }

    @Test
    void aStreamGoesOnBehindItsToken() {
        String version = "projects/p3/datasets/d/versions/v1";
        datasets.put(version, Client.texts(600));
        try (FakeModelServer server = FakeModelServer.start()) {
            client.model("p3", "m", server.url(), Limits.getDefaultInstance());
            Run run = client.runs.createRun(CreateRunRequest.newBuilder()
                    .setParent("projects/p3")
                    .setRun(Run.newBuilder().setModel("projects/p3/models/m").setDatasetVersion(version))
                    .build());
            List<Completion> all = new ArrayList<>();
            client.follow(run.getName(), all);
            Iterator<StreamCompletionsResponse> stream =
                    client.runs.streamCompletions(StreamCompletionsRequest.newBuilder()
                            .setParent(run.getName())
                            .build());
            StreamCompletionsResponse first = stream.next();
            List<Completion> rest = new ArrayList<>(first.getCompletionsList());
            client.follow(run.getName(), first.getResumeToken(), rest);
            assertThat(rest).isEqualTo(all);
        }
    }

    @Test
    void aRefusedKeyStopsTheRunAtOnceWithOneMessage() {
        datasets.put("projects/p4/datasets/d/versions/v1", Client.texts(2_000));
        try (FakeModelServer server =
                FakeModelServer.start(request -> Reply.text("x").after(Duration.ofMillis(20)))) {
            server.requireKey("right");
            client.model(
                    "p4",
                    "m",
                    server.url(),
                    Limits.newBuilder().setConcurrency(8).build());
            Run ended = client.run("p4", "v1");
            assertThat(ended.getState()).isEqualTo(Run.State.FAILED);
            assertThat(ended.getError().getReason()).isEqualTo(ErrorReason.MODEL_UNAUTHENTICATED);
            // Each keeps its place until the run has failed.
            assertThat(server.requestCount()).isLessThanOrEqualTo(8);
        }
    }

    @Test
    void anUnreachableModelFailsTheRunWithOneMessage() {
        datasets.put("projects/p5/datasets/d/versions/v1", Client.texts(500));
        client.model("p5", "m", "http://127.0.0.1:1/v1", Limits.getDefaultInstance());
        Run ended = client.run("p5", "v1");
        assertThat(ended.getState()).isEqualTo(Run.State.FAILED);
        assertThat(ended.getError().getReason()).isEqualTo(ErrorReason.MODEL_UNREACHABLE);
        assertThat(ended.getError().getMessage()).contains("127.0.0.1:1").contains("refused");
    }

    @Test
    void aMissingCredentialFailsTheRunWithItsName() {
        datasets.put("projects/p6/datasets/d/versions/v1", Client.texts(50));
        Model model = client.model("p6", "m", "http://127.0.0.1:1/v1", Limits.getDefaultInstance());
        client.models.updateModel(UpdateModelRequest.newBuilder()
                .setModel(model.toBuilder().setCredential("env:ASSAY_TEST_NO_SUCH_VARIABLE"))
                .setUpdateMask(FieldMask.newBuilder().addPaths("credential"))
                .build());
        Run ended = client.run("p6", "v1");
        assertThat(ended.getState()).isEqualTo(Run.State.FAILED);
        assertThat(ended.getError().getReason()).isEqualTo(ErrorReason.CREDENTIAL_MISSING);
        assertThat(ended.getError().getMessage()).contains("ASSAY_TEST_NO_SUCH_VARIABLE");
    }

    @Test
    void faultsOfAllKindsAreMendedAndNothingIsBoughtTwice() {
        datasets.put("projects/p7/datasets/d/versions/v1", Client.texts(300));
        List<Reply> faults = List.of(
                ApiErrors.rateLimitFor(Duration.ofMillis(30)),
                ApiErrors.serverError(),
                Reply.reset(),
                Reply.malformed(),
                Reply.cut("half of an answer that is long enough"),
                ApiErrors.inASuccess());
        try (FakeModelServer server = FakeModelServer.start(request -> {
            int number = Integer.parseInt(request.prompt().substring("question ".length()));
            return request.attempt() == 1 && number % 3 == 0
                    ? faults.get(number / 3 % faults.size())
                    : Reply.text("answer " + number);
        })) {
            client.model("p7", "m", server.url(), Limits.getDefaultInstance());
            Run ended = client.run("p7", "v1");
            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(300);
            assertThat(ended.getProgress().getRetried()).isEqualTo(100);
            assertThat(server.requestCount()).isEqualTo(400);
        }
    }

    @Test
    void aCancelUnderLoadStopsAtOnce() {
        datasets.put("projects/p8/datasets/d/versions/v1", Client.texts(5_000));
        try (FakeModelServer server =
                FakeModelServer.start(request -> request.number() <= 30 ? Reply.text("x") : Reply.hang())) {
            client.model(
                    "p8",
                    "m",
                    server.url(),
                    Limits.newBuilder().setConcurrency(8).build());
            Run run = client.start("p8", "v1");
            Eventually.until(
                    PATIENCE, () -> client.get(run.getName()).getProgress().getSucceeded() == 30);
            Eventually.until(PATIENCE, () -> server.inFlight() > 0);
            Run cancelled = client.runs.cancelRun(
                    CancelRunRequest.newBuilder().setName(run.getName()).build());
            assertThat(cancelled.getState()).isEqualTo(Run.State.CANCELLED);
            Eventually.until(PATIENCE, () -> server.inFlight() == 0);
            List<Completion> completions = new ArrayList<>();
            Run ended = client.follow(run.getName(), completions);
            assertThat(completions).hasSize((int) ended.getProgress().getSucceeded());
            assertThat(server.requestCount()).isLessThanOrEqualTo(30 + 8);
            client.runs.deleteRun(
                    DeleteRunRequest.newBuilder().setName(run.getName()).build());
            assertReason(() -> client.get(run.getName()), Status.Code.NOT_FOUND, ErrorReason.RESOURCE_NOT_FOUND);
        }
    }

    @Test
    void aPausedRunRestsAndGoesOn() {
        datasets.put("projects/p14/datasets/d/versions/v1", Client.texts(400));
        Gate gate = new Gate(request -> Reply.text("x"));
        try (FakeModelServer server = FakeModelServer.start(gate)) {
            client.model(
                    "p14",
                    "m",
                    server.url(),
                    Limits.newBuilder().setConcurrency(4).build());
            Run run = client.start("p14", "v1");
            gate.open(30);
            Eventually.until(
                    PATIENCE, () -> client.get(run.getName()).getProgress().getSucceeded() == 30);
            Run paused = client.runs.pauseRun(
                    PauseRunRequest.newBuilder().setName(run.getName()).build());
            assertThat(paused.getState()).isEqualTo(Run.State.PAUSED);
            gate.open();
            Eventually.until(PATIENCE, () -> {
                Run now = client.get(run.getName());
                return server.inFlight() == 0 && now.getProgress().getSucceeded() == server.requestCount();
            });
            assertThat(server.requestCount()).isLessThan(400);
            Run resumed = client.runs.resumeRun(
                    ResumeRunRequest.newBuilder().setName(run.getName()).build());
            assertThat(resumed.getState()).isEqualTo(Run.State.RUNNING);
            Run ended = client.follow(run.getName(), new ArrayList<>());
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(400);
            assertThat(server.requestCount()).isEqualTo(400);
            assertReason(
                    () -> client.runs.pauseRun(
                            PauseRunRequest.newBuilder().setName(run.getName()).build()),
                    Status.Code.FAILED_PRECONDITION,
                    ErrorReason.STATE_CONFLICT);
        }
    }

    @Test
    void whatFailedIsMadeAgainAlone() {
        datasets.put("projects/p15/datasets/d/versions/v1", Client.texts(100));
        try (FakeModelServer server = FakeModelServer.start(request ->
                request.prompt().endsWith("7") ? ApiErrors.invalidRequest("not this one") : Reply.text("x"))) {
            client.model("p15", "m", server.url(), Limits.getDefaultInstance());
            List<Completion> first = new ArrayList<>();
            Run run = client.follow(client.start("p15", "v1").getName(), first);
            assertThat(run.getProgress().getFailed()).isEqualTo(10);
            server.script(request -> Reply.text("at last"));
            client.runs.retryFailedCompletions(RetryFailedCompletionsRequest.newBuilder()
                    .setName(run.getName())
                    .build());
            List<Completion> all = new ArrayList<>();
            Run again = client.follow(run.getName(), all);
            assertThat(again.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(again.getProgress().getFailed()).isZero();
            assertThat(again.getProgress().getSucceeded()).isEqualTo(100);
            assertThat(all).hasSize(100);
            assertThat(all.subList(90, 100))
                    .allSatisfy(completion -> assertThat(completion
                                    .getAnswer()
                                    .getMessage()
                                    .getParts(0)
                                    .getText())
                            .isEqualTo("at last"));
            assertThat(server.requestCount()).isEqualTo(110);
        }
    }

    @Test
    void aRunWhoseKeyWasWrongCanBeTakenUp() {
        datasets.put("projects/p16/datasets/d/versions/v1", Client.texts(60));
        try (FakeModelServer server = FakeModelServer.start(request -> Reply.raw(401, "{}"))) {
            client.model("p16", "m", server.url(), Limits.getDefaultInstance());
            Run failed = client.run("p16", "v1");
            assertThat(failed.getState()).isEqualTo(Run.State.FAILED);
            server.script(request -> Reply.text("x"));
            client.runs.retryFailedCompletions(RetryFailedCompletionsRequest.newBuilder()
                    .setName(failed.getName())
                    .build());
            Run again = client.follow(failed.getName(), new ArrayList<>());
            assertThat(again.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(again.getProgress().getSucceeded()).isEqualTo(60);
        }
    }

    @Test
    void aBudgetIsNeverExceeded() {
        datasets.put("projects/p17/datasets/d/versions/v1", Client.texts(500));
        try (FakeModelServer server =
                FakeModelServer.start(request -> Reply.answer(Answer.of("x").withUsage(new Answer.Usage(10, 10, 0, 0)))
                        .after(Duration.ofMillis(5)))) {
            Model model = client.model(
                    "p17",
                    "m",
                    server.url(),
                    Limits.newBuilder().setConcurrency(8).build());
            client.models.updateModel(UpdateModelRequest.newBuilder()
                    .setModel(model.toBuilder()
                            .setPrices(Prices.newBuilder()
                                    .setCurrencyCode("USD")
                                    .setInputPerMillion("1000")
                                    .setOutputPerMillion("1000")))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("prices"))
                    .build());
            // Each call costs 0.02; the worst case of one is more.
            Run run = client.create(
                    "p17",
                    Run.newBuilder()
                            .setModel("projects/p17/models/m")
                            .setDatasetVersion("projects/p17/datasets/d/versions/v1")
                            .setGeneration(GenerationParameters.newBuilder().setMaxTokens(10))
                            .setBudget(Cost.newBuilder().setCurrencyCode("USD").setAmount("2"))
                            .build());
            Run ended = client.follow(run.getName(), new ArrayList<>());
            assertThat(ended.getState()).isEqualTo(Run.State.FAILED);
            assertThat(ended.getError().getReason()).isEqualTo(ErrorReason.BUDGET_EXHAUSTED);
            assertThat(new BigDecimal(ended.getCost().getAmount()))
                    .isBetween(new BigDecimal("1.8"), new BigDecimal("2"));
            assertThat(server.requestCount())
                    .isEqualTo((int) ended.getProgress().getSucceeded());
        }
    }

    @Test
    void examplesThatAreAwayForAWhileOnlyDelayARun() {
        datasets.put("projects/p9/datasets/d/versions/v1", Client.texts(200));
        try (FakeModelServer server = FakeModelServer.start()) {
            client.model("p9", "m", server.url(), Limits.getDefaultInstance());
            int before = datasets.refused();
            Run run = client.start("p9", "v1");
            datasets.away(true);
            Eventually.until(
                    PATIENCE,
                    () -> datasets.refused() > before
                            || client.get(run.getName()).getState() == Run.State.SUCCEEDED);
            datasets.away(false);
            Run ended = client.follow(run.getName(), new ArrayList<>());
            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(200);
        } finally {
            datasets.away(false);
        }
    }

    @Test
    void aRunWhoseExamplesAreGoneFailsInsteadOfEndingShort() {
        String version = "projects/p20/datasets/d/versions/v1";
        datasets.put(version, Client.texts(2_000));
        Gate gate = new Gate(request -> Reply.text("x"));
        try (FakeModelServer server = FakeModelServer.start(gate)) {
            client.model(
                    "p20",
                    "m",
                    server.url(),
                    Limits.newBuilder().setConcurrency(8).build());
            Run run = client.start("p20", "v1");
            gate.open(30);
            Eventually.until(PATIENCE, () -> {
                Run.Progress progress = client.get(run.getName()).getProgress();
                return progress.hasTotal() && progress.getSucceeded() > 20;
            });
            datasets.put(version, List.of());
            gate.open();
            Run ended = client.follow(run.getName(), new ArrayList<>());
            assertThat(ended.getState()).isEqualTo(Run.State.FAILED);
            assertThat(ended.getError().getReason()).isEqualTo(ErrorReason.RESOURCE_NOT_FOUND);
            assertThat(ended.getError().getMessage()).contains("are gone from the dataset version");
        }
    }

    @Test
    void aRequestIdMakesOneRun() {
        datasets.put("projects/p10/datasets/d/versions/v1", Client.texts(5));
        try (FakeModelServer server = FakeModelServer.start()) {
            client.model("p10", "m", server.url(), Limits.getDefaultInstance());
            CreateRunRequest request = CreateRunRequest.newBuilder()
                    .setParent("projects/p10")
                    .setRequestId(UUID.randomUUID().toString())
                    .setRun(Run.newBuilder()
                            .setModel("projects/p10/models/m")
                            .setDatasetVersion("projects/p10/datasets/d/versions/v1"))
                    .build();
            List<String> names = IntStream.range(0, 8)
                    .parallel()
                    .mapToObj(i -> client.runs.createRun(request).getName())
                    .distinct()
                    .toList();
            assertThat(names).hasSize(1);
            assertReason(
                    () -> client.runs.createRun(request.toBuilder()
                            .setRun(request.getRun().toBuilder().setOrderSeed(5))
                            .build()),
                    Status.Code.ALREADY_EXISTS,
                    ErrorReason.REQUEST_ID_REUSED);
        }
    }

    @Test
    void badRequestsNameTheirField() {
        datasets.put("projects/p11/datasets/d/versions/v1", Client.texts(5));
        client.model("p11", "m", "http://127.0.0.1:1/v1", Limits.getDefaultInstance());
        Run good = Run.newBuilder()
                .setModel("projects/p11/models/m")
                .setDatasetVersion("projects/p11/datasets/d/versions/v1")
                .build();
        assertReason(
                () -> client.create(
                        "p11",
                        good.toBuilder().setModel("projects/p11/models/none").build()),
                Status.Code.NOT_FOUND,
                ErrorReason.RESOURCE_NOT_FOUND);
        assertReason(
                () -> client.create(
                        "p11",
                        good.toBuilder()
                                .setDatasetVersion("projects/p11/datasets/d/versions/v9")
                                .build()),
                Status.Code.NOT_FOUND,
                ErrorReason.RESOURCE_NOT_FOUND);
        assertReason(
                () -> client.create(
                        "p11", good.toBuilder().setSamplesPerExample(-1).build()),
                Status.Code.INVALID_ARGUMENT,
                ErrorReason.INVALID_REQUEST);
        assertReason(() -> client.create("p12", good), Status.Code.INVALID_ARGUMENT, ErrorReason.INVALID_REQUEST);
        assertReason(
                () -> client.model("p11", "m", "http://127.0.0.1:1/v1", Limits.getDefaultInstance()),
                Status.Code.ALREADY_EXISTS,
                ErrorReason.RESOURCE_ALREADY_EXISTS);
        assertReason(
                () -> client.models.deleteModel(DeleteModelRequest.newBuilder()
                        .setName("projects/p11/models/m")
                        .setEtag("r7")
                        .build()),
                Status.Code.ABORTED,
                ErrorReason.ETAG_MISMATCH);
        assertReason(
                () -> client.models.createModel(CreateModelRequest.newBuilder()
                        .setParent("projects/p11")
                        .setModelId("secret")
                        .setModel(Model.newBuilder()
                                .setProvider(Model.Provider.OPENAI_CHAT)
                                .setEndpoint("http://127.0.0.1:1/v1")
                                .setModelId("x")
                                .setCredential("sk-the-secret-itself"))
                        .build()),
                Status.Code.INVALID_ARGUMENT,
                ErrorReason.INVALID_REQUEST);
        Run run = client.create(
                "p11",
                good.toBuilder().setSlice(Slice.newBuilder().addTags("none")).build());
        Run ended = client.follow(run.getName(), new ArrayList<>());
        assertThat(ended.getState()).isEqualTo(Run.State.FAILED);
        assertThat(ended.getError().getMessage()).contains("slice");
    }

    private static void assertReason(ThrowingCallable call, Status.Code code, ErrorReason reason) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(code);
            assertThat(ErrorStatus.of(e).reason()).isEqualTo(reason);
            assertThat(String.valueOf(e.getMessage())).doesNotContain("sk-the-secret-itself");
        });
    }
}
