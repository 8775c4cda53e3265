package dev.assay.cli.remote;

import com.google.protobuf.ByteString;
import dev.assay.cli.base.CliException;
import dev.assay.dataset.v1.Dataset;
import dev.assay.dataset.v1.DatasetServiceGrpc;
import dev.assay.dataset.v1.DatasetVersion;
import dev.assay.dataset.v1.DatasetVersionServiceGrpc;
import dev.assay.dataset.v1.DeleteDatasetRequest;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.GetDatasetRequest;
import dev.assay.dataset.v1.GetDatasetVersionRequest;
import dev.assay.dataset.v1.ImportExamplesRequest;
import dev.assay.dataset.v1.ImportExamplesResponse;
import dev.assay.dataset.v1.ImportSpecification;
import dev.assay.dataset.v1.ListDatasetVersionsRequest;
import dev.assay.dataset.v1.ListDatasetsRequest;
import dev.assay.dataset.v1.ListExamplesRequest;
import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/** The dataset service. */
public final class DatasetClient {

    private static final int CHUNK_BYTES = 256 << 10;
    private static final long DEADLINE_SECONDS = 60;
    private static final long STALLED_SECONDS = 120;
    private static final long IMPORT_END_SECONDS = 3_600;

    private final Channel channel;
    private final Retries retries;

    DatasetClient(Channel channel, Retries retries) {
        this.channel = channel;
        this.retries = retries;
    }

    public List<Dataset> list(String project, int limit) {
        return Pages.collect(
                limit,
                ask -> call(() -> {
                    var page = datasets()
                            .listDatasets(ListDatasetsRequest.newBuilder()
                                    .setParent(project)
                                    .setPageSize(ask.size())
                                    .setPageToken(ask.token())
                                    .build());
                    return new Pages.Page<>(page.getDatasetsList(), page.getNextPageToken());
                }));
    }

    public Dataset get(String name) {
        return call(() -> datasets()
                .getDataset(GetDatasetRequest.newBuilder().setName(name).build()));
    }

    public void delete(String name) {
        var nothing = call(() -> datasets()
                .deleteDataset(DeleteDatasetRequest.newBuilder().setName(name).build()));
        assert nothing != null;
    }

    public List<DatasetVersion> versions(String dataset, int limit) {
        return Pages.collect(
                limit,
                ask -> call(() -> {
                    var page = versions()
                            .listDatasetVersions(ListDatasetVersionsRequest.newBuilder()
                                    .setParent(dataset)
                                    .setPageSize(ask.size())
                                    .setPageToken(ask.token())
                                    .build());
                    return new Pages.Page<>(page.getVersionsList(), page.getNextPageToken());
                }));
    }

    public DatasetVersion version(String name) {
        return call(() -> versions()
                .getDatasetVersion(
                        GetDatasetVersionRequest.newBuilder().setName(name).build()));
    }

    public List<Example> examples(String version, int limit) {
        return Pages.collect(
                limit,
                ask -> call(() -> {
                    var page = versions()
                            .listExamples(ListExamplesRequest.newBuilder()
                                    .setParent(version)
                                    .setPageSize(ask.size())
                                    .setPageToken(ask.token())
                                    .build());
                    return new Pages.Page<>(page.getExamplesList(), page.getNextPageToken());
                }));
    }

    /**
     * Sends a file. Importing the same rows again gives the version that is there, so a broken connection is answered by another try.
     *
     * @param progress hears how many bytes are sent
     */
    public ImportExamplesResponse importFile(ImportSpecification specification, Path file, LongConsumer progress) {
        return call(() -> send(specification, file, progress));
    }

    private ImportExamplesResponse send(ImportSpecification specification, Path file, LongConsumer progress)
            throws InterruptedException, StatusException {
        BlockingClientCall<ImportExamplesRequest, ImportExamplesResponse> call =
                DatasetVersionServiceGrpc.newBlockingV2Stub(channel).importExamples();
        try (InputStream in = Files.newInputStream(file)) {
            boolean open = call.write(ImportExamplesRequest.newBuilder()
                    .setSpecification(specification)
                    .build());
            byte[] chunk = new byte[CHUNK_BYTES];
            long sent = 0;
            int read = in.readNBytes(chunk, 0, chunk.length);
            while (open && read > 0) {
                open = call.write(
                        ImportExamplesRequest.newBuilder()
                                .setChunk(ByteString.copyFrom(chunk, 0, read))
                                .build(),
                        STALLED_SECONDS,
                        TimeUnit.SECONDS);
                sent += read;
                progress.accept(sent);
                read = in.readNBytes(chunk, 0, chunk.length);
            }
            if (open) {
                call.halfClose();
            }
            return answer(call);
        } catch (TimeoutException e) {
            call.cancel("stalled", e);
            throw io.grpc.Status.UNAVAILABLE
                    .withDescription("the import stalled")
                    .withCause(e)
                    .asException();
        } catch (IOException e) {
            call.cancel("the file cannot be read", e);
            throw CliException.usage(file + " cannot be read: " + e.getMessage());
        }
    }

    private static ImportExamplesResponse answer(BlockingClientCall<ImportExamplesRequest, ImportExamplesResponse> call)
            throws InterruptedException, StatusException, TimeoutException {
        ImportExamplesResponse response = call.read(IMPORT_END_SECONDS, TimeUnit.SECONDS);
        if (response == null) {
            throw io.grpc.Status.UNAVAILABLE
                    .withDescription("the import ended without an answer")
                    .asException();
        }
        return response;
    }

    private <T> T call(Retries.Call<T> call) {
        return retries.run(call);
    }

    private DatasetServiceGrpc.DatasetServiceBlockingV2Stub datasets() {
        return DatasetServiceGrpc.newBlockingV2Stub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private DatasetVersionServiceGrpc.DatasetVersionServiceBlockingV2Stub versions() {
        return DatasetVersionServiceGrpc.newBlockingV2Stub(channel)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
}
