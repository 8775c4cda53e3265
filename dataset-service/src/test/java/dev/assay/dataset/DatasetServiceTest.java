package dev.assay.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.dataset.v1.CreateDatasetRequest;
import dev.assay.dataset.v1.Dataset;
import dev.assay.dataset.v1.DatasetServiceGrpc;
import dev.assay.dataset.v1.GetDatasetRequest;
import dev.assay.testing.PostgresResource;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Datasets through the gRPC port (P1). */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        initArgs = @ResourceArg(name = PostgresResource.DATASOURCES, value = "dataset"))
class DatasetServiceTest {

    @TestHTTPResource
    URI address;

    private DatasetServiceGrpc.DatasetServiceBlockingStub datasets;
    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = ManagedChannelBuilder.forAddress(address.getHost(), address.getPort())
                .usePlaintext()
                .build();
        datasets = DatasetServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void whatWasCreatedIsThere() {
        Dataset created = datasets.createDataset(CreateDatasetRequest.newBuilder()
                .setParent("projects/p")
                .setDatasetId("first")
                .setDataset(Dataset.newBuilder().setTitle("Erster Datensatz – 最初"))
                .build());

        Dataset read = datasets.getDataset(GetDatasetRequest.newBuilder()
                .setName("projects/p/datasets/first")
                .build());

        assertThat(read).isEqualTo(created);
        assertThat(read.getTitle()).isEqualTo("Erster Datensatz – 最初");
    }
}
