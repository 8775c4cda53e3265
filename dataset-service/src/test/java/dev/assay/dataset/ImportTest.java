package dev.assay.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.dataset.v1.ColumnMapping;
import dev.assay.dataset.v1.DatasetVersion;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.GetDatasetRequest;
import dev.assay.dataset.v1.GetDatasetVersionRequest;
import dev.assay.dataset.v1.GetExampleRequest;
import dev.assay.dataset.v1.ImportExamplesResponse;
import dev.assay.dataset.v1.ImportSpecification;
import dev.assay.dataset.v1.ListDatasetVersionsRequest;
import dev.assay.dataset.v1.ListExamplesRequest;
import dev.assay.dataset.v1.ListExamplesResponse;
import dev.assay.dataset.v1.RecordedAnswer;
import dev.assay.dataset.v1.StreamExamplesRequest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Imports of JSONL (D1), what becomes of them (D2) and the versions that they make (D3). */
@QuarkusTest
class ImportTest extends ServiceTest {

    private static final String TWO_ROWS = """
            {"question": "1+1?", "answer": "2", "kind": "simple", "tags": ["short", "easy", "short"], "secret": "not mapped"}
            {"question": "Wie heißt der Fluß? 河", "answer": "Spree", "kind": "edge", "tags": "long, odd"}
            """;

    @Test
    void rowsBecomeExamplesWithWhatIsMappedAndNothingElse() {
        ImportExamplesResponse response = importText("projects/p/datasets/rows", TWO_ROWS);

        DatasetVersion version = response.getVersion();
        assertThat(response.getCreated()).isTrue();
        assertThat(response.getRowCount()).isEqualTo(2);
        assertThat(version.getExampleCount()).isEqualTo(2);
        assertThat(version.getCategoryCountsMap()).containsOnly(entry("edge", 1L), entry("simple", 1L));
        assertThat(version.getLineage().getOperation()).isEqualTo("import");
        assertThat(version.getName())
                .isEqualTo("projects/p/datasets/rows/versions/"
                        + version.getDigest().substring("sha256:".length(), "sha256:".length() + 32));
        List<Example> examples = versions.listExamples(ListExamplesRequest.newBuilder()
                        .setParent(version.getName())
                        .build())
                .getExamplesList();
        assertThat(examples.getFirst().getText()).isEqualTo("1+1?");
        assertThat(examples.getFirst().getTagsList()).containsExactly("easy", "short");
        assertThat(examples.getLast().getTarget().getText()).isEqualTo("Spree");
        assertThat(examples.getLast().getTagsList()).containsExactly("long", "odd");
        assertThat(examples.toString()).doesNotContain("not mapped");
        assertThat(versions.getExample(GetExampleRequest.newBuilder()
                        .setName(examples.getLast().getName())
                        .build()))
                .isEqualTo(examples.getLast());
    }

    private static java.util.Map.Entry<String, Long> entry(String key, Long value) {
        return java.util.Map.entry(key, value);
    }

    @Test
    void importingTheSameAgainReturnsTheVersionThatIsThere() {
        ImportExamplesResponse first = importText("projects/p/datasets/again", TWO_ROWS);
        // Other line ends, a byte order mark, blank lines, other order of keys: the same content.
        ImportExamplesResponse second = importText(
                "projects/p/datasets/again",
                "\uFEFF"
                        + "{\"tags\": \"short,easy\", \"kind\": \"simple\", \"answer\": \"\\u0032\", \"question\": \"1+1?\"}\r\n"
                        + "\r\n  \n"
                        + TWO_ROWS.lines().toList().getLast());

        assertThat(second.getVersion()).isEqualTo(first.getVersion());
        assertThat(second.getCreated()).isFalse();
        assertThat(versions.listDatasetVersions(ListDatasetVersionsRequest.newBuilder()
                                .setParent("projects/p/datasets/again")
                                .build())
                        .getVersionsList())
                .containsExactly(first.getVersion());
    }

    @Test
    void digestsAreWhatTheDocumentationSaysAndNeverChange() throws NoSuchAlgorithmException {
        DatasetVersion version = importText(
                        "projects/p/datasets/golden",
                        TWO_ROWS + TWO_ROWS.lines().toList().getFirst() + "\n")
                .getVersion();

        List<String> ids = stream(StreamExamplesRequest.newBuilder()
                        .setParent(version.getName())
                        .build())
                .stream()
                .map(ServiceTest::idOf)
                .toList();
        String first = sha256("{\"category\":\"simple\",\"input\":{\"text\":\"1+1?\"},\"tags\":[\"easy\",\"short\"],"
                        + "\"target\":{\"text\":\"2\"}}")
                .substring(0, 32);
        String second = sha256("{\"category\":\"edge\",\"input\":{\"text\":\"Wie heißt der Fluß? 河\"},"
                        + "\"tags\":[\"long\",\"odd\"],\"target\":{\"text\":\"Spree\"}}")
                .substring(0, 32);
        assertThat(ids).containsExactly(first, second, first + "-2");
        assertThat(version.getDigest()).isEqualTo("sha256:" + sha256(String.join("\n", ids) + "\n"));
        assertThat(version.getDigest())
                .isEqualTo("sha256:e1c4c36987ad20761768071f03efe0a3a9ec5f6cf9c53ac7a48ece82ff8fa988");
    }

    private static String sha256(String text) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theRealAnswersOfFourModelsComeWithTheirQuestions() throws IOException {
        byte[] file = Files.readAllBytes(Path.of("../examples/gsm8k/gsm8k_real_run_200.jsonl"));
        ImportSpecification specification = specification("projects/p/datasets/gsm8k")
                .setMapping(ColumnMapping.newBuilder()
                        .setInput("input")
                        .setExpected("expected")
                        .setExpectedType(ColumnMapping.TargetType.TEXT)
                        .putRecordedAnswers("*", "outputs.*.text")
                        .putMetadata("id", "id"))
                .build();

        DatasetVersion version = importBytes(specification, pieces(file, 1_000)).getVersion();

        assertThat(version.getExampleCount()).isEqualTo(200);
        assertThat(version.getRecordedAnswerCountsMap())
                .isEqualTo(java.util.Map.of(
                        "6b_finetuning", 200L,
                        "6b_verification", 200L,
                        "175b_finetuning", 200L,
                        "175b_verification", 200L));
        Example first = versions.listExamples(ListExamplesRequest.newBuilder()
                        .setParent(version.getName())
                        .setPageSize(1)
                        .build())
                .getExamples(0);
        assertThat(first.getTarget().getText()).isEqualTo("540");
        assertThat(first.getMetadata().getFieldsOrThrow("id").getStringValue()).isEqualTo("gsm8k-test-0003");
        RecordedAnswer answer = first.getRecordedAnswersOrThrow("175b_verification");
        assertThat(answer.getText()).endsWith("A: 540");
        // Any way of cutting the file into chunks gives the same version.
        assertThat(importBytes(specification, pieces(file, 77)).getVersion()).isEqualTo(version);
    }

    private static java.util.Iterator<byte[]> pieces(byte[] file, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < file.length; i += size) {
            pieces.add(java.util.Arrays.copyOfRange(file, i, Math.min(i + size, file.length)));
        }
        return pieces.iterator();
    }

    @Test
    void theSameImportTwiceAtTheSameTimeMakesOneVersion() {
        List<CompletableFuture<ImportExamplesResponse>> imports = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            imports.add(CompletableFuture.supplyAsync(() -> importText("projects/p/datasets/race", TWO_ROWS)));
        }
        List<ImportExamplesResponse> responses =
                imports.stream().map(CompletableFuture::join).toList();

        assertThat(responses.stream().map(ImportExamplesResponse::getVersion).distinct())
                .hasSize(1);
        assertThat(responses.stream().filter(ImportExamplesResponse::getCreated))
                .hasSize(1);
    }

    @Test
    void theSameRequestIdGivesTheSameAnswerAndAnotherBodyAnError() {
        String requestId = UUID.randomUUID().toString();
        ImportSpecification specification = specification("projects/p/datasets/idempotent")
                .setRequestId(requestId)
                .build();
        ImportExamplesResponse first = importText(specification, TWO_ROWS);

        assertThat(importText(specification, TWO_ROWS)).isEqualTo(first);
        assertThat(failure(() ->
                        importText(specification, TWO_ROWS.lines().toList().getFirst())))
                .extracting(Failure::status, Failure::reason)
                .containsExactly("ALREADY_EXISTS", "REQUEST_ID_REUSED");
        assertThat(versions.listDatasetVersions(ListDatasetVersionsRequest.newBuilder()
                                .setParent("projects/p/datasets/idempotent")
                                .build())
                        .getVersionsCount())
                .isEqualTo(1);
    }

    @Test
    void latestIsTheVersionMadeLast() {
        DatasetVersion first =
                importText("projects/p/datasets/latest", TWO_ROWS).getVersion();
        DatasetVersion second = importText(
                        "projects/p/datasets/latest", TWO_ROWS.lines().toList().getFirst())
                .getVersion();
        importText("projects/p/datasets/latest", TWO_ROWS);

        assertThat(versions.getDatasetVersion(GetDatasetVersionRequest.newBuilder()
                        .setName("projects/p/datasets/latest/versions/latest")
                        .build()))
                .isEqualTo(second);
        assertThat(datasets.getDataset(GetDatasetRequest.newBuilder()
                                .setName("projects/p/datasets/latest")
                                .build())
                        .getLatestVersion())
                .isEqualTo(second.getName());
        assertThat(versions.listDatasetVersions(ListDatasetVersionsRequest.newBuilder()
                                .setParent("projects/p/datasets/latest")
                                .build())
                        .getVersionsList())
                .containsExactly(second, first);
    }

    @Test
    void pagesTogetherAreAllExamples() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 23; i++) {
            rows.append("{\"question\": \"")
                    .append(i)
                    .append("\", \"answer\": null, \"kind\": \"")
                    .append(i % 2 == 0 ? "even" : "odd")
                    .append("\", \"tags\": \"t\"}\n");
        }
        DatasetVersion version =
                importText("projects/p/datasets/pages", rows.toString()).getVersion();
        List<String> texts = new ArrayList<>();
        String token = "";
        do {
            ListExamplesResponse page = versions.listExamples(ListExamplesRequest.newBuilder()
                    .setParent(version.getName())
                    .setPageSize(5)
                    .setPageToken(token)
                    .setSlice(dev.assay.dataset.v1.Slice.newBuilder()
                            .addCategories("odd")
                            .addTags("t"))
                    .build());
            page.getExamplesList().forEach(example -> texts.add(example.getText()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        assertThat(texts).containsExactly("1", "3", "5", "7", "9", "11", "13", "15", "17", "19", "21");
    }
}
