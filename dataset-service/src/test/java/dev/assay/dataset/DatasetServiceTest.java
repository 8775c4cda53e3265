package dev.assay.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import dev.assay.dataset.v1.CreateDatasetRequest;
import dev.assay.dataset.v1.Dataset;
import dev.assay.dataset.v1.DatasetVersion;
import dev.assay.dataset.v1.DeleteDatasetRequest;
import dev.assay.dataset.v1.GetDatasetRequest;
import dev.assay.dataset.v1.GetDatasetVersionRequest;
import dev.assay.dataset.v1.ListDatasetsRequest;
import dev.assay.dataset.v1.ListDatasetsResponse;
import dev.assay.dataset.v1.UpdateDatasetRequest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Datasets through the gRPC port (P1). */
@QuarkusTest
class DatasetServiceTest extends ServiceTest {

    private static CreateDatasetRequest.Builder create(String project, String id) {
        return CreateDatasetRequest.newBuilder()
                .setParent("projects/" + project)
                .setDatasetId(id)
                .setDataset(Dataset.newBuilder()
                        .setTitle("Erster Datensatz – 最初")
                        .setLicense("MIT")
                        .putLabels("team", "evaluation"));
    }

    private Dataset get(String name) {
        return datasets.getDataset(GetDatasetRequest.newBuilder().setName(name).build());
    }

    @Test
    void whatWasCreatedIsThere() {
        Dataset created = datasets.createDataset(create("create", "first").build());

        assertThat(get("projects/create/datasets/first")).isEqualTo(created);
        assertThat(created.getTitle()).isEqualTo("Erster Datensatz – 最初");
        assertThat(created.getLabelsMap()).containsEntry("team", "evaluation");
        assertThat(created.getLatestVersion()).isEmpty();
        assertThat(failure(
                        () -> datasets.createDataset(create("create", "first").build())))
                .extracting(Failure::status, Failure::reason)
                .containsExactly("ALREADY_EXISTS", "RESOURCE_ALREADY_EXISTS");
    }

    @Test
    void oneRequestIdMakesOneDataset() {
        CreateDatasetRequest request =
                create("once", "d").setRequestId(UUID.randomUUID().toString()).build();
        List<CompletableFuture<Dataset>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(CompletableFuture.supplyAsync(() -> datasets.createDataset(request)));
        }

        assertThat(calls.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        CreateDatasetRequest other = request.toBuilder()
                .setDataset(Dataset.newBuilder().setTitle("another"))
                .build();
        assertThat(failure(() -> datasets.createDataset(other)))
                .extracting(Failure::status, Failure::reason, Failure::fields)
                .containsExactly("ALREADY_EXISTS", "REQUEST_ID_REUSED", List.of("request_id"));
    }

    @Test
    void updatesChangeWhatTheMaskSaysAndGuardAgainstLostWrites() {
        Dataset created = datasets.createDataset(create("update", "d").build());

        Dataset retitled = datasets.updateDataset(UpdateDatasetRequest.newBuilder()
                .setDataset(Dataset.newBuilder()
                        .setName(created.getName())
                        .setEtag(created.getEtag())
                        .setTitle("second")
                        .setLicense("ignored"))
                .setUpdateMask(FieldMask.newBuilder().addPaths("title"))
                .build());

        assertThat(retitled.getTitle()).isEqualTo("second");
        assertThat(retitled.getLicense()).isEqualTo("MIT");
        assertThat(retitled.getEtag()).isNotEqualTo(created.getEtag());
        assertThat(get(created.getName())).isEqualTo(retitled);
        assertThat(failure(() -> datasets.updateDataset(UpdateDatasetRequest.newBuilder()
                        .setDataset(created.toBuilder().setTitle("third"))
                        .build())))
                .extracting(Failure::status, Failure::reason)
                .containsExactly("ABORTED", "ETAG_MISMATCH");
        assertThat(failure(() -> datasets.updateDataset(UpdateDatasetRequest.newBuilder()
                        .setDataset(Dataset.newBuilder().setName(created.getName()))
                        .setUpdateMask(FieldMask.newBuilder().addPaths("etag"))
                        .build())))
                .extracting(Failure::status, Failure::fields)
                .containsExactly("INVALID_ARGUMENT", List.of("update_mask"));
        Dataset cleared = datasets.updateDataset(UpdateDatasetRequest.newBuilder()
                .setDataset(Dataset.newBuilder().setName(created.getName()))
                .setUpdateMask(FieldMask.newBuilder().addPaths("*"))
                .build());
        assertThat(cleared.getTitle()).isEmpty();
        assertThat(cleared.getLabelsMap()).isEmpty();
    }

    @Test
    void pagesAreInTheOrderOfIdsAndStayInTheirProject() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add("d" + i);
            datasets.createDataset(create("list", "d" + i).build());
        }
        datasets.createDataset(create("list-other", "d3x").build());

        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            ListDatasetsResponse page = datasets.listDatasets(ListDatasetsRequest.newBuilder()
                    .setParent("projects/list")
                    .setPageSize(3)
                    .setPageToken(token)
                    .build());
            page.getDatasetsList().forEach(dataset -> seen.add(idOf(dataset.getName())));
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        assertThat(seen).isEqualTo(ids);

        String foreign = datasets.listDatasets(ListDatasetsRequest.newBuilder()
                        .setParent("projects/list")
                        .setPageSize(3)
                        .build())
                .getNextPageToken();
        assertThat(failure(() -> datasets.listDatasets(ListDatasetsRequest.newBuilder()
                        .setParent("projects/list-other")
                        .setPageToken(foreign)
                        .build())))
                .extracting(Failure::status, Failure::fields)
                .containsExactly("INVALID_ARGUMENT", List.of("page_token"));
    }

    private static String idOf(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    @Test
    void whatIsDeletedIsGoneWithItsVersions() {
        DatasetVersion version = importText(
                        "projects/delete/datasets/d",
                        "{\"question\": \"?\", \"answer\": \"!\", \"kind\": \"k\", \"tags\": \"t\"}")
                .getVersion();
        assertThat(failure(() -> datasets.deleteDataset(DeleteDatasetRequest.newBuilder()
                        .setName("projects/delete/datasets/d")
                        .setEtag("stale")
                        .build())))
                .extracting(Failure::reason)
                .isEqualTo("ETAG_MISMATCH");

        datasets.deleteDataset(DeleteDatasetRequest.newBuilder()
                .setName("projects/delete/datasets/d")
                .build());

        assertThat(failure(() -> get("projects/delete/datasets/d")))
                .extracting(Failure::status, Failure::reason)
                .containsExactly("NOT_FOUND", "RESOURCE_NOT_FOUND");
        assertThat(failure(() -> versions.getDatasetVersion(GetDatasetVersionRequest.newBuilder()
                        .setName(version.getName())
                        .build())))
                .extracting(Failure::status)
                .isEqualTo("NOT_FOUND");
        // The same again is a new version of a new dataset.
        assertThat(importText(
                                "projects/delete/datasets/d",
                                "{\"question\": \"?\", \"answer\": \"!\", \"kind\": \"k\", \"tags\": \"t\"}")
                        .getCreated())
                .isTrue();
    }
}
