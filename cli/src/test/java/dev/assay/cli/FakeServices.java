package dev.assay.cli;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import dev.assay.dataset.v1.Dataset;
import dev.assay.dataset.v1.DatasetServiceGrpc;
import dev.assay.dataset.v1.DatasetVersion;
import dev.assay.dataset.v1.DatasetVersionServiceGrpc;
import dev.assay.dataset.v1.DeleteDatasetRequest;
import dev.assay.dataset.v1.ImportExamplesRequest;
import dev.assay.dataset.v1.ImportExamplesResponse;
import dev.assay.dataset.v1.ImportSpecification;
import dev.assay.dataset.v1.ListDatasetsRequest;
import dev.assay.dataset.v1.ListDatasetsResponse;
import dev.assay.runner.v1.CreateModelRequest;
import dev.assay.runner.v1.GetModelRequest;
import dev.assay.runner.v1.ListPricesRequest;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.ModelServiceGrpc;
import dev.assay.runner.v1.PriceServiceGrpc;
import dev.assay.runner.v1.PriceTable;
import dev.assay.runner.v1.SetPricesRequest;
import dev.assay.runner.v1.UpdateModelRequest;
import dev.assay.scoring.v1.CreateEvaluationRequest;
import dev.assay.scoring.v1.CreateSuiteRequest;
import dev.assay.scoring.v1.EstimateEvaluationRequest;
import dev.assay.scoring.v1.Evaluation;
import dev.assay.scoring.v1.EvaluationEstimate;
import dev.assay.scoring.v1.EvaluationServiceGrpc;
import dev.assay.scoring.v1.GetReportRequest;
import dev.assay.scoring.v1.GetReportResponse;
import dev.assay.scoring.v1.Suite;
import dev.assay.scoring.v1.SuiteServiceGrpc;
import dev.assay.scoring.v1.WatchEvaluationRequest;
import dev.assay.scoring.v1.WatchEvaluationResponse;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** All three services on one port of loopback, with no logic but what a test puts in. */
final class FakeServices implements AutoCloseable {

    final List<ImportSpecification> imports = new CopyOnWriteArrayList<>();
    final List<byte[]> files = new CopyOnWriteArrayList<>();
    final Map<String, Model> models = new ConcurrentHashMap<>();
    final List<String> modelChanges = new CopyOnWriteArrayList<>();
    final List<CreateEvaluationRequest> evaluations = new CopyOnWriteArrayList<>();
    final List<Metadata> headers = new CopyOnWriteArrayList<>();
    final ConcurrentLinkedDeque<StatusRuntimeException> watchFailures = new ConcurrentLinkedDeque<>();
    volatile List<Evaluation> states = List.of();
    volatile PriceTable prices = PriceTable.getDefaultInstance();
    volatile EvaluationEstimate estimate = EvaluationEstimate.getDefaultInstance();
    final List<EstimateEvaluationRequest> estimates = new CopyOnWriteArrayList<>();
    volatile @Nullable StatusRuntimeException importFailure;
    volatile @Nullable StatusRuntimeException suiteFailure;
    volatile Optional<String> token = Optional.empty();

    private final Server server;

    FakeServices() {
        try {
            server = OkHttpServerBuilder.forPort(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            InsecureServerCredentials.create())
                    .addService(new Datasets())
                    .addService(new Versions())
                    .addService(new Models())
                    .addService(new Prices())
                    .addService(new SuiteStore())
                    .addService(new Evaluations())
                    .intercept(new Gate())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    static StatusRuntimeException failure(
            Status.Code code, String reason, String message, Map<String, String> metadata, String... violation) {
        com.google.rpc.Status.Builder status = com.google.rpc.Status.newBuilder()
                .setCode(code.value())
                .setMessage(message)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain("assay")
                        .setReason(reason)
                        .putAllMetadata(metadata)
                        .build()));
        if (violation.length == 2) {
            status.addDetails(Any.pack(BadRequest.newBuilder()
                    .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                            .setField(violation[0])
                            .setDescription(violation[1]))
                    .build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static <T> void answer(StreamObserver<T> observer, T message) {
        observer.onNext(message);
        observer.onCompleted();
    }

    private final class Gate implements ServerInterceptor {
        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata metadata, ServerCallHandler<A, B> next) {
            headers.add(metadata);
            String given = metadata.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
            if (token.isPresent() && !("Bearer " + token.get()).equals(given)) {
                StatusRuntimeException refusal = failure(
                        Status.Code.UNAUTHENTICATED, "NOT_AUTHENTICATED", "the bearer token is not known", Map.of());
                call.close(
                        refusal.getStatus(),
                        Optional.ofNullable(refusal.getTrailers()).orElseGet(Metadata::new));
                return new ServerCall.Listener<>() {};
            }
            return next.startCall(call, metadata);
        }
    }

    private static final class Datasets extends DatasetServiceGrpc.DatasetServiceImplBase {
        @Override
        public void listDatasets(ListDatasetsRequest request, StreamObserver<ListDatasetsResponse> observer) {
            int first = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
            ListDatasetsResponse.Builder page = ListDatasetsResponse.newBuilder();
            // Two a page, whatever was asked for, of five.
            for (int i = first; i < Math.min(5, first + 2); i++) {
                page.addDatasets(Dataset.newBuilder()
                        .setName(request.getParent() + "/datasets/set-" + i)
                        .setTitle("Title\n" + i));
            }
            answer(
                    observer,
                    page.setNextPageToken(first + 2 < 5 ? Integer.toString(first + 2) : "")
                            .build());
        }

        @Override
        public void deleteDataset(DeleteDatasetRequest request, StreamObserver<Empty> observer) {
            observer.onError(failure(
                    Status.Code.NOT_FOUND, "RESOURCE_NOT_FOUND", request.getName() + " does not exist", Map.of()));
        }
    }

    private final class Versions extends DatasetVersionServiceGrpc.DatasetVersionServiceImplBase {
        @Override
        public StreamObserver<ImportExamplesRequest> importExamples(StreamObserver<ImportExamplesResponse> observer) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            return new StreamObserver<>() {
                @Override
                public void onNext(ImportExamplesRequest part) {
                    if (part.hasSpecification()) {
                        imports.add(part.getSpecification());
                        StatusRuntimeException failure = importFailure;
                        if (failure != null) {
                            observer.onError(failure);
                        }
                    } else {
                        bytes.writeBytes(part.getChunk().toByteArray());
                    }
                }

                @Override
                public void onError(Throwable thrown) {
                    bytes.reset();
                }

                @Override
                public void onCompleted() {
                    files.add(bytes.toByteArray());
                    answer(
                            observer,
                            ImportExamplesResponse.newBuilder()
                                    .setCreated(true)
                                    .setVersion(DatasetVersion.newBuilder()
                                            .setName(imports.getLast().getDataset() + "/versions/v1")
                                            .setExampleCount(200))
                                    .build());
                }
            };
        }
    }

    private final class Models extends ModelServiceGrpc.ModelServiceImplBase {
        @Override
        public void getModel(GetModelRequest request, StreamObserver<Model> observer) {
            Model model = models.get(request.getName());
            if (model == null) {
                observer.onError(failure(
                        Status.Code.NOT_FOUND, "RESOURCE_NOT_FOUND", request.getName() + " does not exist", Map.of()));
            } else {
                answer(observer, model);
            }
        }

        @Override
        public void createModel(CreateModelRequest request, StreamObserver<Model> observer) {
            String name = request.getParent() + "/models/" + request.getModelId();
            Model model =
                    request.getModel().toBuilder().setName(name).setEtag("1").build();
            models.put(name, model);
            modelChanges.add("create " + request.getModelId());
            answer(observer, model);
        }

        @Override
        public void updateModel(UpdateModelRequest request, StreamObserver<Model> observer) {
            models.put(request.getModel().getName(), request.getModel());
            modelChanges.add("update " + request.getUpdateMask().getPathsList());
            answer(observer, request.getModel());
        }
    }

    private final class Prices extends PriceServiceGrpc.PriceServiceImplBase {
        @Override
        public void setPrices(SetPricesRequest request, StreamObserver<PriceTable> observer) {
            prices = request.getPriceTable().toBuilder()
                    .setName(request.getParent() + "/priceTables/v3")
                    .build();
            answer(observer, prices);
        }

        @Override
        public void listPrices(ListPricesRequest request, StreamObserver<PriceTable> observer) {
            answer(observer, prices);
        }
    }

    private final class SuiteStore extends SuiteServiceGrpc.SuiteServiceImplBase {
        @Override
        public void createSuite(CreateSuiteRequest request, StreamObserver<Suite> observer) {
            StatusRuntimeException failure = suiteFailure;
            if (failure != null) {
                observer.onError(failure);
            } else {
                answer(
                        observer,
                        request.getSuite().toBuilder()
                                .setName(request.getParent() + "/suites/s1")
                                .build());
            }
        }
    }

    private final class Evaluations extends EvaluationServiceGrpc.EvaluationServiceImplBase {
        @Override
        public void createEvaluation(CreateEvaluationRequest request, StreamObserver<Evaluation> observer) {
            evaluations.add(request);
            answer(
                    observer,
                    request.getEvaluation().toBuilder()
                            .setName(request.getParent() + "/evaluations/e1")
                            .build());
        }

        @Override
        public void estimateEvaluation(EstimateEvaluationRequest request, StreamObserver<EvaluationEstimate> observer) {
            estimates.add(request);
            answer(observer, estimate);
        }

        @Override
        public void watchEvaluation(WatchEvaluationRequest request, StreamObserver<WatchEvaluationResponse> observer) {
            List<Evaluation> now = new ArrayList<>(states);
            StatusRuntimeException failure = watchFailures.poll();
            if (failure != null) {
                observer.onNext(WatchEvaluationResponse.newBuilder()
                        .setEvaluation(now.getFirst())
                        .build());
                observer.onError(failure);
                return;
            }
            observer.onNext(WatchEvaluationResponse.getDefaultInstance());
            now.forEach(state -> observer.onNext(
                    WatchEvaluationResponse.newBuilder().setEvaluation(state).build()));
            observer.onCompleted();
        }

        @Override
        public void getReport(GetReportRequest request, StreamObserver<GetReportResponse> observer) {
            Map<GetReportRequest.Format, String> forms = new TreeMap<>(Map.of(
                    GetReportRequest.Format.HTML, "<!doctype html>",
                    GetReportRequest.Format.JSON, "{\"decision\": \"SHIP\"}",
                    GetReportRequest.Format.MARKDOWN, "# Ship",
                    GetReportRequest.Format.JUNIT, "<testsuite/>"));
            String text = forms.getOrDefault(request.getFormat(), "");
            // In two pieces.
            observer.onNext(GetReportResponse.newBuilder()
                    .setChunk(ByteString.copyFromUtf8(text.substring(0, 3)))
                    .build());
            observer.onNext(GetReportResponse.newBuilder()
                    .setChunk(ByteString.copyFromUtf8(text.substring(3)))
                    .build());
            observer.onCompleted();
        }
    }
}
