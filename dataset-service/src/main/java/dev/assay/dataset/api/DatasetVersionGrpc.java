package dev.assay.dataset.api;

import dev.assay.dataset.ingest.ImportResult;
import dev.assay.dataset.ingest.Imports;
import dev.assay.dataset.ingest.IngestConfig;
import dev.assay.dataset.v1.DatasetVersion;
import dev.assay.dataset.v1.DatasetVersionServiceGrpc;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.GetDatasetVersionRequest;
import dev.assay.dataset.v1.GetExampleRequest;
import dev.assay.dataset.v1.ImportExamplesRequest;
import dev.assay.dataset.v1.ImportExamplesResponse;
import dev.assay.dataset.v1.ListDatasetVersionsRequest;
import dev.assay.dataset.v1.ListDatasetVersionsResponse;
import dev.assay.dataset.v1.ListExamplesRequest;
import dev.assay.dataset.v1.ListExamplesResponse;
import dev.assay.dataset.v1.StreamExamplesRequest;
import dev.assay.dataset.v1.StreamExamplesResponse;
import dev.assay.dataset.version.ExampleId;
import dev.assay.dataset.version.Examples;
import dev.assay.dataset.version.Slice;
import dev.assay.dataset.version.StoredExample;
import dev.assay.dataset.version.Version;
import dev.assay.dataset.version.Versions;
import dev.assay.kit.call.Calls;
import dev.assay.kit.error.AssayException;
import dev.assay.kit.name.PageRequest;
import dev.assay.kit.name.ResourceName;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.GrpcService;
import java.util.List;

/** {@code assay.dataset.v1.DatasetVersionService}. */
@GrpcService
public class DatasetVersionGrpc extends DatasetVersionServiceGrpc.DatasetVersionServiceImplBase {

    private final Imports imports;
    private final IngestConfig ingest;
    private final Versions versions;
    private final Examples examples;
    private final MeterRegistry metrics;

    DatasetVersionGrpc(
            Imports imports, IngestConfig ingest, Versions versions, Examples examples, MeterRegistry metrics) {
        this.imports = imports;
        this.ingest = ingest;
        this.versions = versions;
        this.examples = examples;
        this.metrics = metrics;
    }

    @Override
    public StreamObserver<ImportExamplesRequest> importExamples(StreamObserver<ImportExamplesResponse> observer) {
        return Calls.clientStream(observer, ingest.idleTimeout(), source -> {
            ImportChunks chunks = new ImportChunks(source);
            ImportResult result = imports.run(chunks.request(), chunks);
            metrics.counter("assay.dataset.imported.rows").increment(result.rowCount());
            metrics.counter("assay.dataset.skipped.rows").increment(result.badRowCount());
            Version version =
                    versions.get(chunks.request().project(), chunks.request().dataset(), result.versionId());
            return VersionMessages.render(version, result);
        });
    }

    @Override
    public void getDatasetVersion(GetDatasetVersionRequest request, StreamObserver<DatasetVersion> observer) {
        Calls.unary(observer, () -> VersionMessages.render(version(request.getName(), "name")));
    }

    @Override
    public void listDatasetVersions(
            ListDatasetVersionsRequest request, StreamObserver<ListDatasetVersionsResponse> observer) {
        Calls.unary(observer, () -> {
            ResourceName parent = Names.dataset(request.getParent(), "parent");
            String scope = "versions of " + parent;
            PageRequest page = PageRequest.of(request.getPageSize(), request.getPageToken(), scope);
            int before = page.cursor().isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(page.cursor());
            List<Version> found = versions.list(parent.get("project"), parent.get("dataset"), before, page.size() + 1);
            ListDatasetVersionsResponse.Builder response = ListDatasetVersionsResponse.newBuilder();
            found.stream().limit(page.size()).map(VersionMessages::render).forEach(response::addVersions);
            if (found.size() > page.size()) {
                int last = found.get(page.size() - 1).number();
                response.setNextPageToken(PageRequest.token(scope, Integer.toString(last)));
            }
            return response.build();
        });
    }

    @Override
    public void listExamples(ListExamplesRequest request, StreamObserver<ListExamplesResponse> observer) {
        Calls.unary(observer, () -> {
            Version version = version(request.getParent(), "parent");
            Slice slice = VersionMessages.slice(request.getSlice());
            String scope = "examples of " + version.name() + " in " + slice;
            PageRequest page = PageRequest.of(request.getPageSize(), request.getPageToken(), scope);
            int after = page.cursor().isEmpty() ? -1 : Integer.parseInt(page.cursor());
            // A page may be shorter than asked for, since its bytes are bounded too: the next one tells whether it was
            // the last.
            List<StoredExample> found = examples.list(version, slice, after, page.size());
            ListExamplesResponse.Builder response = ListExamplesResponse.newBuilder();
            found.forEach(example -> response.addExamples(VersionMessages.render(version, example)));
            if (!found.isEmpty()
                    && found.getLast().ordinal() + 1 < version.content().exampleCount()) {
                response.setNextPageToken(PageRequest.token(
                        scope, Integer.toString(found.getLast().ordinal())));
            }
            return response.build();
        });
    }

    @Override
    public void getExample(GetExampleRequest request, StreamObserver<Example> observer) {
        Calls.unary(observer, () -> {
            ResourceName name = ResourceName.parse(Version.PATTERN + "/examples/{example}", request.getName(), "name");
            Version version = versions.get(name.get("project"), name.get("dataset"), name.get("version"));
            ExampleId id =
                    ExampleId.parse(name.get("example")).orElseThrow(() -> AssayException.notFound(request.getName()));
            return VersionMessages.render(
                    version, examples.find(version, id).orElseThrow(() -> AssayException.notFound(request.getName())));
        });
    }

    @Override
    public void streamExamples(StreamExamplesRequest request, StreamObserver<StreamExamplesResponse> observer) {
        Calls.serverStream(observer, sink -> {
            ExampleStream stream = new ExampleStream(request, version(request.getParent(), "parent"));
            stream.run(examples, sink);
        });
    }

    private Version version(String name, String field) {
        ResourceName parsed = ResourceName.parse(Version.PATTERN, name, field);
        return versions.get(parsed.get("project"), parsed.get("dataset"), parsed.get("version"));
    }
}
