package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.assay.dataset.v1.ColumnMapping;
import dev.assay.dataset.v1.DatasetVersionServiceGrpc;
import dev.assay.dataset.v1.ImportExamplesRequest;
import dev.assay.dataset.v1.ImportExamplesResponse;
import dev.assay.dataset.v1.ImportSpecification;
import dev.assay.runner.v1.CreateModelRequest;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.ModelServiceGrpc;
import dev.assay.scoring.v1.CreateEvaluationRequest;
import dev.assay.scoring.v1.CreateSuiteRequest;
import dev.assay.scoring.v1.Decision;
import dev.assay.scoring.v1.Evaluation;
import dev.assay.scoring.v1.EvaluationServiceGrpc;
import dev.assay.scoring.v1.GetEvaluationRequest;
import dev.assay.scoring.v1.Suite;
import dev.assay.scoring.v1.SuiteServiceGrpc;
import dev.assay.testing.Eventually;
import dev.assay.testing.PostgresResource;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way of an evaluation through all three services: import, models, suite, decision (D1, R1, S9). */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        initArgs = @ResourceArg(name = PostgresResource.DATASOURCES, value = "dataset,runner,scoring"))
@QuarkusTestResource(FreePort.class)
class EvaluationTest {

    private static final Path DATA = Path.of("..", "examples", "gsm8k", "gsm8k_real_run_200.jsonl");

    private static final String SUITE = """
            assay: 1
            data:
              dataset: gsm8k
              file: gsm8k_real_run_200.jsonl
              mapping: { input: input, expected: expected, expected_type: text, recorded_answers: { "*": outputs.*.text } }
            models: { 175b_finetuning: { provider: recorded }, 175b_verification: { provider: recorded } }
            candidate: 175b_verification
            baseline: 175b_finetuning
            scorers: { answer: { type: numeric, extract: gsm8k } }
            metrics: { accuracy: { scorer: answer } }
            gates: [{ name: better, metric: accuracy, improves_by: 0.05 }]
            """;

    @TestHTTPResource
    URI address;

    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = ManagedChannelBuilder.forAddress(address.getHost(), address.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void gsm8kShips() throws IOException {
        String version = imported();
        for (String model : List.of("175b_finetuning", "175b_verification")) {
            ModelServiceGrpc.ModelServiceBlockingStub models = ModelServiceGrpc.newBlockingStub(channel);
            assertThat(models.createModel(CreateModelRequest.newBuilder()
                                    .setParent("projects/gsm8k")
                                    .setModelId(model)
                                    .setModel(Model.newBuilder().setProvider(Model.Provider.RECORDED))
                                    .build())
                            .getName())
                    .endsWith(model);
        }
        Suite suite = SuiteServiceGrpc.newBlockingStub(channel)
                .createSuite(CreateSuiteRequest.newBuilder()
                        .setParent("projects/gsm8k")
                        .setSuite(Suite.newBuilder().setSource(SUITE))
                        .build());
        var evaluations = EvaluationServiceGrpc.newBlockingStub(channel);
        Evaluation created = evaluations.createEvaluation(CreateEvaluationRequest.newBuilder()
                .setParent("projects/gsm8k")
                .setEvaluation(Evaluation.newBuilder().setSuite(suite.getName()).setDatasetVersion(version))
                .build());

        Evaluation decided = Eventually.value(Duration.ofMinutes(1), "the decision", () -> {
            Evaluation now = evaluations.getEvaluation(
                    GetEvaluationRequest.newBuilder().setName(created.getName()).build());
            return now.hasEndTime() ? Optional.of(now) : Optional.empty();
        });

        assertThat(decided.getError().getMessage()).isEmpty();
        assertThat(decided.getResult().getDecision().getOutcome()).isEqualTo(Decision.Outcome.SHIP);
        assertThat(decided.getResult().getMetricsList().stream()
                        .filter(metric -> metric.getMetric().equals("accuracy"))
                        .map(metric -> metric.getEstimate().getValue()))
                .containsExactly(0.585, 0.325);
        assertThat(decided.getResult().getChangedExamplesList()).hasSize(18);
    }

    private String imported() throws IOException {
        CompletableFuture<ImportExamplesResponse> done = new CompletableFuture<>();
        StreamObserver<ImportExamplesRequest> parts = DatasetVersionServiceGrpc.newStub(channel)
                .importExamples(new StreamObserver<>() {
                    @Override
                    public void onNext(ImportExamplesResponse response) {
                        done.complete(response);
                    }

                    @Override
                    public void onError(Throwable thrown) {
                        done.completeExceptionally(thrown);
                    }

                    @Override
                    public void onCompleted() {
                        done.completeExceptionally(new IllegalStateException("no answer"));
                    }
                });
        parts.onNext(ImportExamplesRequest.newBuilder()
                .setSpecification(ImportSpecification.newBuilder()
                        .setDataset("projects/gsm8k/datasets/gsm8k")
                        .setFormat(ImportSpecification.Format.JSONL)
                        .setMapping(ColumnMapping.newBuilder()
                                .setInput("input")
                                .setExpected("expected")
                                .setExpectedType(ColumnMapping.TargetType.TEXT)
                                .putRecordedAnswers("*", "outputs.*.text")))
                .build());
        parts.onNext(ImportExamplesRequest.newBuilder()
                .setChunk(ByteString.copyFrom(Files.readAllBytes(DATA)))
                .build());
        parts.onCompleted();
        return done.join().getVersion().getName();
    }
}
