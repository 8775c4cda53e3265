package dev.assay.scoring.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.assay.kit.error.AssayException;
import dev.assay.kit.error.ErrorStatus;
import dev.assay.metrics.registry.Metrics;
import dev.assay.scoring.fake.FreePort;
import dev.assay.scoring.fake.Gsm8k;
import dev.assay.scoring.v1.CheckSuiteRequest;
import dev.assay.scoring.v1.CheckSuiteResponse;
import dev.assay.scoring.v1.ComputeMetricsRequest;
import dev.assay.scoring.v1.ComputeMetricsResponse;
import dev.assay.scoring.v1.CreateSuiteRequest;
import dev.assay.scoring.v1.GetSuiteRequest;
import dev.assay.scoring.v1.ListMetricsRequest;
import dev.assay.scoring.v1.ListSuitesRequest;
import dev.assay.scoring.v1.Metric;
import dev.assay.scoring.v1.ScoringServiceGrpc;
import dev.assay.scoring.v1.Suite;
import dev.assay.scoring.v1.SuiteServiceGrpc;
import dev.assay.testing.PostgresResource;
import dev.assay.type.v1.ErrorReason;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Suites and metrics over gRPC (P1, P2, S1). */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        initArgs = @ResourceArg(name = PostgresResource.DATASOURCES, value = "scoring"))
@QuarkusTestResource(FreePort.class)
class SuiteAndMetricServiceTest {

    @TestHTTPResource
    URI address;

    private ManagedChannel channel;
    private SuiteServiceGrpc.SuiteServiceBlockingStub suites;

    @BeforeEach
    void connect() {
        channel = ManagedChannelBuilder.forAddress(address.getHost(), address.getPort())
                .usePlaintext()
                .build();
        suites = SuiteServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void aSuiteIsKeptOnceUnderItsDigest() {
        Suite first = create(Gsm8k.SUITE);
        Suite again = create("# another comment\n" + Gsm8k.SUITE);

        assertThat(again).isEqualTo(first);
        assertThat(first.getName()).startsWith("projects/suites-test/suites/");
        assertThat(first.getDigest()).startsWith("sha256:");
        assertThat(suites.getSuite(
                        GetSuiteRequest.newBuilder().setName(first.getName()).build()))
                .isEqualTo(first);
        assertThat(suites.listSuites(ListSuitesRequest.newBuilder()
                                .setParent("projects/suites-test")
                                .build())
                        .getSuitesList())
                .containsExactly(first);
    }

    @Test
    void everyErrorOfASuiteIsToldAtOnce() {
        String wrong =
                Gsm8k.SUITE.replace("metric: accuracy", "metric: acuracy").replace("seed:", "sead:");

        CheckSuiteResponse checked = suites.checkSuite(CheckSuiteRequest.newBuilder()
                .setParent("projects/p")
                .setSource(wrong)
                .build());

        assertThat(checked.getErrorsList()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(checked.getErrorsList())
                .allSatisfy(error -> assertThat(error.getLine()).isPositive());
        assertThat(checked.hasDefinition()).isFalse();
        assertThatThrownBy(() -> create(wrong)).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            AssayException error = ErrorStatus.of(e);
            assertThat(error.reason()).isEqualTo(ErrorReason.INVALID_SUITE);
            assertThat(error.violations()).hasSameSizeAs(checked.getErrorsList());
        });
    }

    @Test
    void metricsAreListedAndComputedAndAnErrorDoesNotEndTheStream() throws Exception {
        List<Metric> listed = ScoringServiceGrpc.newBlockingStub(channel)
                .listMetrics(ListMetricsRequest.getDefaultInstance())
                .getMetricsList();
        assertThat(listed).hasSameSizeAs(Metrics.all().list());

        List<ComputeMetricsResponse> responses = new CopyOnWriteArrayList<>();
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        StreamObserver<ComputeMetricsRequest> requests = ScoringServiceGrpc.newStub(channel)
                .computeMetrics(new StreamObserver<>() {
                    @Override
                    public void onNext(ComputeMetricsResponse response) {
                        responses.add(response);
                    }

                    @Override
                    public void onError(Throwable thrown) {
                        done.completeExceptionally(thrown);
                    }

                    @Override
                    public void onCompleted() {
                        done.complete(true);
                    }
                });
        requests.onNext(request("1", "json_valid", "{\"a\": 1}"));
        requests.onNext(request("2", "no_such_metric", ""));
        requests.onNext(request("3", "json_valid", "{"));
        requests.onNext(ComputeMetricsRequest.newBuilder()
                .setId("4")
                .setMetric("embedding_similarity")
                .setInputs(Struct.newBuilder()
                        .putFields("hypothesis", text("Someone plays an instrument."))
                        .putFields("reference", text("A man is playing a guitar.")))
                .build());
        requests.onCompleted();

        assertThat(done.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(responses).extracting(ComputeMetricsResponse::getId).containsExactly("1", "2", "3", "4");
        assertThat(responses
                        .get(0)
                        .getValue()
                        .getStructValue()
                        .getFieldsOrThrow("valid")
                        .getBoolValue())
                .isTrue();
        assertThat(responses.get(1).getError()).contains("no_such_metric");
        assertThat(responses
                        .get(2)
                        .getValue()
                        .getStructValue()
                        .getFieldsOrThrow("valid")
                        .getBoolValue())
                .isFalse();
        Struct similarity = responses.get(3).getValue().getStructValue();
        assertThat(similarity.getFieldsOrThrow("score").getNumberValue()).isBetween(0.5, 0.8);
        assertThat(similarity.getFieldsOrThrow("model").getStringValue()).isEqualTo("all-MiniLM-L6-v2");
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static ComputeMetricsRequest request(String id, String metric, String text) {
        return ComputeMetricsRequest.newBuilder()
                .setId(id)
                .setMetric(metric)
                .setInputs(Struct.newBuilder()
                        .putFields(
                                "text", Value.newBuilder().setStringValue(text).build()))
                .build();
    }

    private Suite create(String source) {
        return suites.createSuite(CreateSuiteRequest.newBuilder()
                .setParent("projects/suites-test")
                .setSuite(Suite.newBuilder().setSource(source))
                .build());
    }
}
