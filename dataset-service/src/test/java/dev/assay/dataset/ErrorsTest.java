package dev.assay.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.assay.dataset.v1.CreateDatasetRequest;
import dev.assay.dataset.v1.Dataset;
import dev.assay.dataset.v1.DatasetVersionServiceGrpc;
import dev.assay.dataset.v1.GetDatasetRequest;
import dev.assay.dataset.v1.GetDatasetVersionRequest;
import dev.assay.dataset.v1.GetExampleRequest;
import dev.assay.dataset.v1.ImportExamplesRequest;
import dev.assay.dataset.v1.ImportExamplesResponse;
import dev.assay.dataset.v1.ImportSpecification;
import dev.assay.dataset.v1.ListDatasetsRequest;
import dev.assay.dataset.v1.ListExamplesRequest;
import dev.assay.dataset.v1.StreamExamplesRequest;
import dev.assay.testing.Eventually;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each reason that this service gives, as a client sees it: status, reason, field, line (P1, D1). */
@QuarkusTest
class ErrorsTest extends ServiceTest {

    private static final String ROW = "{\"question\": \"?\", \"answer\": \"!\", \"kind\": \"k\", \"tags\": \"t\"}\n";

    private void assertFailure(Runnable call, String status, String reason, String message, String... fields) {
        Failure failure = failure(call);
        assertThat(failure.message()).contains(message);
        assertThat(failure).isEqualTo(new Failure(status, reason, failure.message(), List.of(fields)));
    }

    @Test
    void requestsThatBreakTheContractNameTheField() {
        assertFailure(
                () -> datasets.getDataset(
                        GetDatasetRequest.newBuilder().setName("projects/p").build()),
                "INVALID_ARGUMENT",
                "INVALID_REQUEST",
                "name: expected projects/{project}/datasets/{dataset}",
                "name");
        assertFailure(
                () -> datasets.listDatasets(ListDatasetsRequest.getDefaultInstance()),
                "INVALID_ARGUMENT",
                "INVALID_REQUEST",
                "parent: required",
                "parent");
        assertFailure(
                () -> datasets.listDatasets(ListDatasetsRequest.newBuilder()
                        .setParent("projects/p")
                        .setPageSize(-1)
                        .build()),
                "INVALID_ARGUMENT",
                "INVALID_REQUEST",
                "page_size: must not be negative",
                "page_size");
        assertFailure(
                () -> datasets.createDataset(CreateDatasetRequest.newBuilder()
                        .setParent("projects/p")
                        .setDatasetId("No Good")
                        .build()),
                "INVALID_ARGUMENT",
                "INVALID_REQUEST",
                "dataset_id: ",
                "dataset_id");
        assertFailure(
                () -> datasets.createDataset(CreateDatasetRequest.newBuilder()
                        .setParent("projects/p")
                        .setDatasetId("good")
                        .setRequestId("42")
                        .build()),
                "INVALID_ARGUMENT",
                "INVALID_REQUEST",
                "request_id: must be a UUID",
                "request_id");
        assertFailure(
                () -> datasets.createDataset(CreateDatasetRequest.newBuilder()
                        .setParent("projects/p")
                        .setDatasetId("good")
                        .setDataset(Dataset.newBuilder().setTitle("𝄞".repeat(201)))
                        .build()),
                "INVALID_ARGUMENT",
                "INVALID_REQUEST",
                "dataset.title: longer than 200 characters",
                "dataset.title");
    }

    @Test
    void whatIsNotThereIsNamed() {
        importText("projects/errors/datasets/there", ROW);
        assertFailure(
                () -> versions.getDatasetVersion(GetDatasetVersionRequest.newBuilder()
                        .setName("projects/errors/datasets/none/versions/latest")
                        .build()),
                "NOT_FOUND",
                "RESOURCE_NOT_FOUND",
                "projects/errors/datasets/none does not exist");
        assertFailure(
                () -> versions.listExamples(ListExamplesRequest.newBuilder()
                        .setParent("projects/errors/datasets/there/versions/00000000000000000000000000000000")
                        .build()),
                "NOT_FOUND",
                "RESOURCE_NOT_FOUND",
                "projects/errors/datasets/there/versions/00000000000000000000000000000000 does not exist");
        assertFailure(
                () -> versions.getExample(GetExampleRequest.newBuilder()
                        .setName("projects/errors/datasets/there/versions/latest/examples/nonsense")
                        .build()),
                "NOT_FOUND",
                "RESOURCE_NOT_FOUND",
                "examples/nonsense does not exist");
    }

    @Test
    void streamsThatBreakTheContract() {
        String version =
                importText("projects/errors/datasets/stream", ROW).getVersion().getName();
        assertFailure(
                () -> stream(StreamExamplesRequest.newBuilder()
                        .setParent(version)
                        .setLimit(-1)
                        .build()),
                "INVALID_ARGUMENT",
                "INVALID_REQUEST",
                "limit: must not be negative",
                "limit");
        assertFailure(
                () -> stream(StreamExamplesRequest.newBuilder()
                        .setParent(version)
                        .setResumeToken("AAAAAAA")
                        .build()),
                "INVALID_ARGUMENT",
                "INVALID_REQUEST",
                "resume_token: not a token of this version, order, seed and slice",
                "resume_token");
    }

    @Test
    void importsThatBreakTheContract() {
        assertImport(specification("nonsense"), ROW, "specification.dataset: expected", "specification.dataset");
        assertImport(
                specification("projects/errors/datasets/d").clearFormat(),
                ROW,
                "specification.format: must be JSONL",
                "specification.format");
        assertImport(
                specification("projects/errors/datasets/d").setMaxBadRowShare(Double.NaN),
                ROW,
                "specification.max_bad_row_share: must be in [0, 1]",
                "specification.max_bad_row_share");
        assertImport(
                specification("projects/errors/datasets/d").clearMapping(),
                ROW,
                "specification.mapping.input: give either input or variables",
                "specification.mapping.input");
        assertImport(
                specification("projects/errors/datasets/d")
                        .setMapping(MAPPING.toBuilder().setCategory("a[")),
                ROW,
                "specification.mapping.category: a number and `]` are needed at character 3 of `a[`",
                "specification.mapping.category");
        assertImport(
                specification("projects/errors/datasets/d")
                        .setMapping(MAPPING.toBuilder().setCategory("a.*")),
                ROW,
                "specification.mapping.category: `*` is only for recorded answers",
                "specification.mapping.category");
        assertFailure(
                () -> {
                    Upload upload = new Upload(
                            ImportSpecification.getDefaultInstance(),
                            List.<byte[]>of().iterator());
                    StreamObserver<ImportExamplesRequest> call =
                            DatasetVersionServiceGrpc.newStub(channel).importExamples(upload);
                    assertThat(call).isNotNull();
                    upload.await();
                },
                "INVALID_ARGUMENT",
                "INVALID_REQUEST",
                "specification.dataset: required",
                "specification.dataset");
    }

    private void assertImport(ImportSpecification.Builder specification, String text, String message, String field) {
        assertFailure(
                () -> importText(specification.build(), text), "INVALID_ARGUMENT", "INVALID_REQUEST", message, field);
    }

    @Test
    void badDataNameLineColumnAndReasonAndLeaveNothing() {
        assertBadData("", "test.jsonl holds no rows");
        assertBadData("\n  \r\n", "test.jsonl holds no rows");
        assertBadData(
                ROW + "\n" + "{\"question\": \"?\"}",
                "line 3, column `answer`: missing; the row has question",
                "line 3, answer");
        assertBadData(ROW + "{]\n" + ROW, "line 2: not JSON: at byte 2 of the line: Unexpected", "line 2");
        assertBadData(
                "{\"question\": \"?\", \"answer\": \"!\", \"kind\": \"k\"}\n",
                "test.jsonl: no row has the column `tags`",
                "specification.mapping.tags");
        assertFailure(
                () -> datasets.getDataset(GetDatasetRequest.newBuilder()
                        .setName("projects/errors/datasets/bad")
                        .build()),
                "NOT_FOUND",
                "RESOURCE_NOT_FOUND",
                "projects/errors/datasets/bad does not exist");
    }

    private void assertBadData(String text, String message, String... fields) {
        assertFailure(
                () -> importText("projects/errors/datasets/bad", text),
                "INVALID_ARGUMENT",
                "INVALID_DATA",
                message,
                fields);
    }

    @Test
    void badRowsAreSkippedUpToTheStatedShare() {
        String text = (ROW.repeat(3) + "{\"question\": 1.5e}\n").repeat(2)
                + "{\"question\": \"?\", \"answer\": {}, \"kind\": []}";
        ImportExamplesResponse response = importText(
                specification("projects/errors/datasets/skip")
                        .setMaxBadRowShare(0.34)
                        .build(),
                text);

        assertThat(response.getRowCount()).isEqualTo(9);
        assertThat(response.getBadRowCount()).isEqualTo(3);
        assertThat(response.getBadRowsList())
                .extracting(row -> row.getLine() + " " + row.getColumn())
                .containsExactly("4 ", "8 ", "9 kind");
        assertThat(response.getVersion().getExampleCount()).isEqualTo(6);
        assertThat(response.getVersion().getSkippedRowCount()).isEqualTo(3);
        assertFailure(
                () -> importText(
                        specification("projects/errors/datasets/skip-less")
                                .setMaxBadRowShare(0.3)
                                .build(),
                        text),
                "INVALID_ARGUMENT",
                "INVALID_DATA",
                "3 of 9 rows are bad, more than the share of 0.3 that is allowed; the first: line 4",
                "line 4",
                "line 8",
                "line 9, kind");
    }

    @Test
    void sizesAreLimited() {
        // Just below and above the 3 MiB of an example; and a line of more than 16 MiB.
        importText("projects/errors/datasets/large", row("x".repeat(3_000_000)));
        assertFailure(
                () -> importText("projects/errors/datasets/larger", row("x".repeat(3_200_000))),
                "INVALID_ARGUMENT",
                "INVALID_DATA",
                "line 1: the mapped columns are larger than 3145728 bytes together",
                "line 1");
        byte[] piece = "x".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
        Iterator<byte[]> huge = Stream.concat(
                        Stream.of((ROW + "{\"question\": \"").getBytes(StandardCharsets.UTF_8)),
                        IntStream.range(0, 40).mapToObj(i -> piece))
                .iterator();
        assertFailure(
                () -> importBytes(specification("projects/errors/datasets/huge").build(), huge),
                "INVALID_ARGUMENT",
                "INVALID_DATA",
                "line 2: longer than 16777216 bytes",
                "line 2");
        String manyCategories = String.join(
                "",
                IntStream.range(0, 1_001)
                        .mapToObj(i -> ROW.replace("\"k\"", "\"" + i + "\""))
                        .toList());
        assertFailure(
                () -> importText("projects/errors/datasets/categories", manyCategories),
                "INVALID_ARGUMENT",
                "INVALID_DATA",
                "line 1001, column `category`: more than 1000 categories",
                "line 1001, category");
    }

    private static String row(String question) {
        return "{\"question\": \"" + question + "\", \"answer\": \"!\", \"kind\": \"k\", \"tags\": \"t\"}";
    }

    @Test
    void aDeadlineEndsAnImportAndNothingOfItStays() {
        Upload upload = new Upload(
                specification("projects/errors/datasets/slow").build(),
                Stream.generate(() -> ROW.getBytes(StandardCharsets.UTF_8)).iterator());
        StreamObserver<ImportExamplesRequest> call = DatasetVersionServiceGrpc.newStub(channel)
                .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                .importExamples(upload);
        assertThat(call).isNotNull();

        assertThat(failure(upload::await)).extracting(Failure::status).isEqualTo("DEADLINE_EXCEEDED");
        assertThat(failure(() -> datasets.getDataset(GetDatasetRequest.newBuilder()
                        .setName("projects/errors/datasets/slow")
                        .build())))
                .extracting(Failure::status)
                .isEqualTo("NOT_FOUND");
    }

    /** More than the eight imports at a time that are allowed, all given up half-way: their places must come free again. */
    @Test
    void clientsThatGoGiveTheirPlacesBack() {
        ImportSpecification specification =
                specification("projects/errors/datasets/gone").build();
        for (int i = 0; i < 12; i++) {
            Gone gone = new Gone();
            StreamObserver<ImportExamplesRequest> call =
                    DatasetVersionServiceGrpc.newStub(channel).importExamples(gone);
            call.onNext(ImportExamplesRequest.newBuilder()
                    .setSpecification(specification)
                    .build());
            call.onNext(ImportExamplesRequest.newBuilder()
                    .setChunk(ByteString.copyFromUtf8(ROW))
                    .build());
            ((ClientCallStreamObserver<ImportExamplesRequest>) call).cancel("gone", null);
        }

        Eventually.until(
                Duration.ofSeconds(60),
                "an import",
                () -> importText(specification, ROW).getCreated());
    }

    /** Does not care what it is told. */
    private static final class Gone implements StreamObserver<ImportExamplesResponse> {

        @Override
        public void onNext(ImportExamplesResponse response) {
            throw new IllegalStateException("an answer to a cancelled call");
        }

        @Override
        public void onError(Throwable error) {
            // As it must be.
        }

        @Override
        public void onCompleted() {
            throw new IllegalStateException("an answer to a cancelled call");
        }
    }
}
