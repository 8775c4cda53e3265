package dev.assay.kit.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.assay.dataset.v1.DatasetVersionServiceGrpc;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.GetExampleRequest;
import dev.assay.dataset.v1.ImportExamplesRequest;
import dev.assay.dataset.v1.ImportExamplesResponse;
import dev.assay.dataset.v1.StreamExamplesRequest;
import dev.assay.dataset.v1.StreamExamplesResponse;
import dev.assay.kit.error.AssayException;
import dev.assay.kit.error.ErrorStatus;
import dev.assay.type.v1.ErrorReason;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocking bodies behind gRPC methods: flow control both ways, errors, cancellation, deadlines (P1). */
@Timeout(180)
class CallsTest {

    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final Semaphore mayTake = new Semaphore(0);
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();

    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws Exception {
        server = InProcessServerBuilder.forName("calls-test")
                .addService(new Service())
                .intercept(new EdgeInterceptor())
                .build()
                .start();
        channel = InProcessChannelBuilder.forName("calls-test").build();
    }

    @AfterEach
    void stop() throws Exception {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    @Test
    void aUnaryBodyRunsOnAVirtualThreadAndItsErrorIsMapped() {
        var stub = DatasetVersionServiceGrpc.newBlockingStub(channel);

        assertThat(stub.getExample(named("thread")).getCategory()).isEqualTo("virtual");
        assertThatThrownBy(() -> stub.getExample(named("missing")))
                .isInstanceOf(StatusRuntimeException.class)
                .satisfies(e -> assertThat(ErrorStatus.of(e).reason()).isEqualTo(ErrorReason.RESOURCE_NOT_FOUND));
        assertThatThrownBy(() -> stub.getExample(named("thrown-outside")))
                .satisfies(e -> assertThat(ErrorStatus.of(e).reason()).isEqualTo(ErrorReason.INVALID_REQUEST));
    }

    @Test
    void aSlowClientHoldsTheServerBack() throws Exception {
        CompletableFuture<ClientCallStreamObserver<StreamExamplesRequest>> call = new CompletableFuture<>();
        AtomicInteger received = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        DatasetVersionServiceGrpc.newStub(channel)
                .streamExamples(
                        StreamExamplesRequest.newBuilder().setLimit(1_000).build(),
                        new ClientResponseObserver<StreamExamplesRequest, StreamExamplesResponse>() {
                            @Override
                            public void beforeStart(ClientCallStreamObserver<StreamExamplesRequest> observer) {
                                observer.disableAutoRequestWithInitial(1);
                                call.complete(observer);
                            }

                            @Override
                            public void onNext(StreamExamplesResponse response) {
                                received.incrementAndGet();
                                first.countDown();
                            }

                            @Override
                            public void onError(Throwable error) {}

                            @Override
                            public void onCompleted() {}
                        });

        assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(sent.get()).isLessThan(100);

        call.get().cancel("enough", null);
        assertThat(reason(ended.get(60, TimeUnit.SECONDS))).isEqualTo(ErrorReason.CALL_CANCELLED);
        assertThat(received.get()).isEqualTo(1);
    }

    @Test
    void aStreamEndsAtItsDeadline() throws Exception {
        var stub = DatasetVersionServiceGrpc.newBlockingStub(channel).withDeadlineAfter(300, TimeUnit.MILLISECONDS);

        Iterator<StreamExamplesResponse> responses = stub.streamExamples(StreamExamplesRequest.getDefaultInstance());

        assertThatThrownBy(responses::next)
                .satisfies(e -> assertThat(ErrorStatus.of(e).reason()).isEqualTo(ErrorReason.DEADLINE_PASSED));
        assertThat(reason(ended.get(60, TimeUnit.SECONDS)))
                .isIn(ErrorReason.DEADLINE_PASSED, ErrorReason.CALL_CANCELLED);
    }

    @Test
    void aSlowServerHoldsTheClientBackAndLosesNothing() throws Exception {
        CompletableFuture<ImportExamplesResponse> response = new CompletableFuture<>();
        ClientCallStreamObserver<ImportExamplesRequest> requests = importing(response);
        int total = 500;

        for (int i = 0; i < 3; i++) {
            requests.onNext(chunk());
        }
        assertThat(requests.isReady()).isFalse();

        mayTake.release(total);
        for (int i = 3; i < total; i++) {
            requests.onNext(chunk());
        }
        requests.onCompleted();
        assertThat(response.get(60, TimeUnit.SECONDS).getRowCount()).isEqualTo(total);
    }

    @Test
    void aClientThatGoesBeforeItsEndIsNotTakenForTheEnd() throws Exception {
        ClientCallStreamObserver<ImportExamplesRequest> requests = importing(new CompletableFuture<>());
        mayTake.release(10);
        requests.onNext(chunk());

        requests.cancel("gone", null);

        assertThat(reason(ended.get(60, TimeUnit.SECONDS))).isEqualTo(ErrorReason.CALL_CANCELLED);
    }

    @Test
    void timeoutsOfTheWireAreRead() {
        assertThat(Objects.requireNonNull(EdgeInterceptor.deadline("500S")).timeRemaining(TimeUnit.MILLISECONDS))
                .isBetween(400_000L, 500_000L);
        assertThat(Objects.requireNonNull(EdgeInterceptor.deadline("99999999H")).timeRemaining(TimeUnit.HOURS))
                .isPositive();
        assertThat(EdgeInterceptor.deadline("soon")).isNull();
        assertThat(EdgeInterceptor.deadline(null)).isNull();
    }

    private ClientCallStreamObserver<ImportExamplesRequest> importing(
            CompletableFuture<ImportExamplesResponse> response) {
        return (ClientCallStreamObserver<ImportExamplesRequest>)
                DatasetVersionServiceGrpc.newStub(channel).importExamples(new StreamObserver<>() {
                    @Override
                    public void onNext(ImportExamplesResponse value) {
                        response.complete(value);
                    }

                    @Override
                    public void onError(Throwable error) {
                        response.completeExceptionally(error);
                    }

                    @Override
                    public void onCompleted() {}
                });
    }

    private static GetExampleRequest named(String name) {
        return GetExampleRequest.newBuilder().setName(name).build();
    }

    private static ImportExamplesRequest chunk() {
        return ImportExamplesRequest.newBuilder()
                .setChunk(ByteString.copyFrom(new byte[64 * 1024]))
                .build();
    }

    private static ErrorReason reason(Throwable thrown) {
        return ErrorStatus.of(thrown).reason();
    }

    /** A service with bodies that can be watched. */
    private final class Service extends DatasetVersionServiceGrpc.DatasetVersionServiceImplBase {

        @Override
        public void getExample(GetExampleRequest request, StreamObserver<Example> observer) {
            if (request.getName().equals("thrown-outside")) {
                throw AssayException.invalid("name", "bad");
            }
            Calls.unary(observer, () -> {
                if (request.getName().equals("missing")) {
                    throw AssayException.notFound("missing");
                }
                return Example.newBuilder()
                        .setCategory(Thread.currentThread().isVirtual() ? "virtual" : "platform")
                        .build();
            });
        }

        @Override
        public void streamExamples(StreamExamplesRequest request, StreamObserver<StreamExamplesResponse> observer) {
            Calls.serverStream(observer, sink -> {
                try {
                    for (long i = 0; i < request.getLimit(); i++) {
                        sink.send(StreamExamplesResponse.newBuilder()
                                .setResumeToken("x".repeat(10_000))
                                .build());
                        sent.incrementAndGet();
                    }
                    if (request.getLimit() == 0) {
                        sink.pause(Duration.ofSeconds(20));
                    }
                } catch (AssayException e) {
                    ended.complete(e);
                    throw e;
                }
            });
        }

        @Override
        public StreamObserver<ImportExamplesRequest> importExamples(StreamObserver<ImportExamplesResponse> observer) {
            return Calls.clientStream(observer, source -> {
                try {
                    mayTake.acquire();
                    while (source.hasNext()) {
                        source.next();
                        taken.incrementAndGet();
                        mayTake.tryAcquire();
                    }
                } catch (AssayException e) {
                    ended.complete(e);
                    throw e;
                }
                return ImportExamplesResponse.newBuilder()
                        .setRowCount(taken.get())
                        .build();
            });
        }
    }
}
