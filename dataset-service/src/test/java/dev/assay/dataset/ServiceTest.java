package dev.assay.dataset;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import dev.assay.dataset.v1.ColumnMapping;
import dev.assay.dataset.v1.DatasetServiceGrpc;
import dev.assay.dataset.v1.DatasetVersionServiceGrpc;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.ImportExamplesRequest;
import dev.assay.dataset.v1.ImportExamplesResponse;
import dev.assay.dataset.v1.ImportSpecification;
import dev.assay.dataset.v1.StreamExamplesRequest;
import dev.assay.testing.PostgresResource;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A client of the service over a real channel, and what tests ask it again and again. */
@QuarkusTestResource(
        value = PostgresResource.class,
        initArgs = @ResourceArg(name = PostgresResource.DATASOURCES, value = "dataset"))
abstract class ServiceTest {

    static final ColumnMapping MAPPING = ColumnMapping.newBuilder()
            .setInput("question")
            .setExpected("answer")
            .setCategory("kind")
            .setTags("tags")
            .build();

    @TestHTTPResource
    URI address;

    ManagedChannel channel;
    DatasetServiceGrpc.DatasetServiceBlockingStub datasets;
    DatasetVersionServiceGrpc.DatasetVersionServiceBlockingStub versions;

    @BeforeEach
    void connect() {
        channel = ManagedChannelBuilder.forAddress(address.getHost(), address.getPort())
                .usePlaintext()
                .build();
        datasets = DatasetServiceGrpc.newBlockingStub(channel);
        versions = DatasetVersionServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    static ImportSpecification.Builder specification(String dataset) {
        return ImportSpecification.newBuilder()
                .setDataset(dataset)
                .setFormat(ImportSpecification.Format.JSONL)
                .setSource("test.jsonl")
                .setMapping(MAPPING);
    }

    ImportExamplesResponse importText(ImportSpecification specification, String text) {
        return importBytes(
                specification, List.of(text.getBytes(StandardCharsets.UTF_8)).iterator());
    }

    ImportExamplesResponse importText(String dataset, String text) {
        return importText(specification(dataset).build(), text);
    }

    /** Sends the chunks no faster than the service takes them. Throws what the service answered. */
    ImportExamplesResponse importBytes(ImportSpecification specification, Iterator<byte[]> chunks) {
        Upload upload = new Upload(specification, chunks);
        DatasetVersionServiceGrpc.newStub(channel).importExamples(upload);
        return upload.await();
    }

    /** An upload that obeys flow control. */
    static class Upload implements ClientResponseObserver<ImportExamplesRequest, ImportExamplesResponse> {

        private final ImportSpecification specification;
        private final Iterator<byte[]> chunks;
        private final CompletableFuture<ImportExamplesResponse> answer = new CompletableFuture<>();
        private boolean begun;
        private boolean ended;

        Upload(ImportSpecification specification, Iterator<byte[]> chunks) {
            this.specification = specification;
            this.chunks = chunks;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<ImportExamplesRequest> call) {
            call.setOnReadyHandler(() -> {
                if (!begun) {
                    begun = true;
                    call.onNext(ImportExamplesRequest.newBuilder()
                            .setSpecification(specification)
                            .build());
                }
                while (!ended && call.isReady()) {
                    if (chunks.hasNext()) {
                        call.onNext(ImportExamplesRequest.newBuilder()
                                .setChunk(ByteString.copyFrom(chunks.next()))
                                .build());
                    } else {
                        ended = true;
                        call.onCompleted();
                    }
                }
            });
        }

        @Override
        public void onNext(ImportExamplesResponse response) {
            answer.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            answer.completeExceptionally(error);
        }

        @Override
        public void onCompleted() {
            answer.completeExceptionally(new IllegalStateException("no response"));
        }

        ImportExamplesResponse await() {
            try {
                return answer.get(120, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof StatusRuntimeException status) {
                    throw status;
                }
                throw new IllegalStateException(e);
            } catch (InterruptedException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    List<Example> stream(StreamExamplesRequest request) {
        List<Example> examples = new ArrayList<>();
        versions.streamExamples(request).forEachRemaining(response -> {
            if (response.getFirstPosition() < 0) {
                throw new IllegalStateException();
            }
            examples.addAll(response.getExamplesList());
        });
        return examples;
    }

    static String idOf(Example example) {
        return example.getName().substring(example.getName().lastIndexOf('/') + 1);
    }

    /** What the error says: status, reason, message and fields. */
    record Failure(String status, String reason, String message, List<String> fields) {

        static Failure of(StatusRuntimeException thrown) {
            com.google.rpc.Status status = StatusProto.fromThrowable(thrown);
            if (status == null) {
                return new Failure(thrown.getStatus().getCode().name(), "", "", List.of());
            }
            String reason = "";
            List<String> fields = new ArrayList<>();
            try {
                for (var detail : status.getDetailsList()) {
                    if (detail.is(ErrorInfo.class)) {
                        reason = detail.unpack(ErrorInfo.class).getReason();
                    } else if (detail.is(BadRequest.class)) {
                        detail.unpack(BadRequest.class)
                                .getFieldViolationsList()
                                .forEach(violation -> fields.add(violation.getField()));
                    }
                }
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(e);
            }
            return new Failure(thrown.getStatus().getCode().name(), reason, status.getMessage(), fields);
        }
    }

    static Failure failure(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            return Failure.of(e);
        }
        throw new AssertionError("no error");
    }
}
