package dev.assay.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.dataset.v1.DatasetServiceGrpc;
import dev.assay.dataset.v1.ListDatasetsRequest;
import dev.assay.runner.v1.ListModelsRequest;
import dev.assay.runner.v1.ModelServiceGrpc;
import dev.assay.testing.PostgresResource;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The three services in one process, each on its own database, through one port (P1, P3). */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        initArgs = @ResourceArg(name = PostgresResource.DATASOURCES, value = "dataset,runner,scoring"))
@QuarkusTestResource(FreePort.class)
class LocalStackTest {

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
    void allOfItIsHealthy() throws IOException, InterruptedException {
        assertThat(HealthGrpc.newBlockingStub(channel)
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
        assertThat(get("q/health"))
                .contains("\"status\": \"UP\"")
                .contains("dataset")
                .contains("runner")
                .contains("scoring");
        assertThat(get("q/metrics")).contains("jvm_memory_used_bytes");
    }

    private String get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(address.resolve("/" + path)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            return response.body();
        }
    }

    @Test
    void everyServiceAnswersFromItsOwnDatabase() {
        assertThat(DatasetServiceGrpc.newBlockingStub(channel)
                        .listDatasets(ListDatasetsRequest.newBuilder()
                                .setParent("projects/p")
                                .build())
                        .getDatasetsList())
                .isEmpty();
        assertThat(ModelServiceGrpc.newBlockingStub(channel)
                        .listModels(ListModelsRequest.newBuilder()
                                .setParent("projects/p")
                                .build())
                        .getModelsList())
                .isEmpty();
    }

    @Test
    void reflectionListsEveryService() {
        CompletableFuture<List<String>> names = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> call = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        names.complete(response.getListServicesResponse().getServiceList().stream()
                                .map(ServiceResponse::getName)
                                .toList());
                    }

                    @Override
                    public void onError(Throwable error) {
                        names.completeExceptionally(error);
                    }

                    @Override
                    public void onCompleted() {
                        names.completeExceptionally(new IllegalStateException("no answer"));
                    }
                });
        call.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());

        assertThat(names.join())
                .contains(
                        "assay.dataset.v1.DatasetService",
                        "assay.dataset.v1.DatasetVersionService",
                        "assay.runner.v1.ModelService",
                        "assay.runner.v1.PromptService",
                        "assay.runner.v1.RunService",
                        "assay.scoring.v1.SuiteService",
                        "assay.scoring.v1.EvaluationService",
                        "assay.scoring.v1.ScoringService",
                        "grpc.health.v1.Health");
        call.onCompleted();
    }
}
