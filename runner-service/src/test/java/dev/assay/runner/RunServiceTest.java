package dev.assay.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.RecordedAnswer;
import dev.assay.runner.fake.FakeDatasets;
import dev.assay.runner.fake.FakeDatasetsResource;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.CreateModelRequest;
import dev.assay.runner.v1.CreateRunRequest;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.StreamCompletionsRequest;
import dev.assay.runner.v1.StreamCompletionsResponse;
import dev.assay.testing.PostgresResource;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Target;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs through real channels, against a real database and a real HTTP server: R1, R3, R4, R5, R7, R8, R9. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        initArgs = @ResourceArg(name = PostgresResource.DATASOURCES, value = "runner"))
@QuarkusTestResource(FakeDatasetsResource.class)
@SuppressWarnings("NullAway.Init")
class RunServiceTest {

    FakeDatasets datasets;

    @TestHTTPResource("/")
    URI address;

    private Client client;

    @BeforeEach
    void open() {
        client = Client.open(address.getPort());
    }

    @AfterEach
    void close() {
        client.close();
    }

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
}
