package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.rpc.RetryInfo;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.target.v1.CompleteRequest;
import dev.assay.target.v1.CompleteResponse;
import dev.assay.target.v1.StreamCompleteRequest;
import dev.assay.target.v1.StreamCompleteResponse;
import dev.assay.target.v1.TargetServiceGrpc;
import dev.assay.testing.Eventually;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Image;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.TokenUsage;
import dev.assay.type.v1.ToolCall;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user's application behind a real gRPC server, with its faults: R1, R3, R10. */
@SuppressWarnings("NullAway.Init")
class TargetModelTest {

    private static final String SECRET = "very-secret-token";
    private static final GenerationParameters STREAM =
            GenerationParameters.newBuilder().setStream(true).build();

    /** How the application streams in a test; null when it does not. */
    private final AtomicReference<Consumer<StreamObserver<StreamCompleteResponse>>> streaming = new AtomicReference<>();

    /** How the application behaves in a test. */
    @FunctionalInterface
    private interface Behaviour {
        void complete(CompleteRequest request, StreamObserver<CompleteResponse> observer);
    }

    private final AtomicReference<Behaviour> behaviour = new AtomicReference<>(TargetModelTest::echo);
    private final AtomicReference<Metadata> metadata = new AtomicReference<>(new Metadata());
    private final AtomicReference<CompleteRequest> asked = new AtomicReference<>(CompleteRequest.getDefaultInstance());
    private final GrpcTargetClient client = new GrpcTargetClient(AddressGuard.open());
    private Server server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .intercept(new ServerInterceptor() {
                    @Override
                    public <Q, A> ServerCall.Listener<Q> interceptCall(
                            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                        metadata.set(headers);
                        return next.startCall(call, headers);
                    }
                })
                .addService(new TargetServiceGrpc.TargetServiceImplBase() {
                    @Override
                    public void complete(CompleteRequest request, StreamObserver<CompleteResponse> observer) {
                        asked.set(request);
                        behaviour.get().complete(request, observer);
                    }

                    @Override
                    public void streamComplete(
                            StreamCompleteRequest request, StreamObserver<StreamCompleteResponse> observer) {
                        if (streaming.get() == null) {
                            super.streamComplete(request, observer);
                            return;
                        }
                        asked.set(request.getRequest());
                        streaming.get().accept(observer);
                    }
                })
                .build()
                .start();
        port = server.getPort();
    }

    @AfterEach
    void stop() {
        client.close();
        server.shutdownNow();
    }

    @Test
    void asksWithAllThereIsAndReadsTheAnswer() throws Exception {
        ChatResult result = ask(GenerationParameters.newBuilder()
                .setTemperature(0.5)
                .setSeed(4)
                .setMaxTokens(9)
                .addStop("END")
                .build());
        assertThat(asked.get())
                .isEqualTo(CompleteRequest.newBuilder()
                        .setModel("app-1")
                        .addMessages(Exchanges.user("hi"))
                        .setSampleIndex(2)
                        .setTemperature(0.5)
                        .setSeed(6)
                        .setMaxTokens(9)
                        .addStop("END")
                        .build());
        assertThat(metadata.get().get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("Bearer " + SECRET);
        assertThat(metadata.get().get(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("00-trace");
        var answer = ((ChatResult.Answered) result.outcome()).answer();
        assertThat(answer.getMessage())
                .isEqualTo(Message.newBuilder()
                        .setRole(Message.Role.ASSISTANT)
                        .addParts(Part.newBuilder().setText("hi"))
                        .build());
        assertThat(answer.getFinishReason()).isEqualTo("stop");
        assertThat(answer.getServedModel()).isEqualTo("app 7");
        assertThat(result.usage())
                .isEqualTo(TokenUsage.newBuilder().setInput(3).setOutput(2).build());
        assertThat(result.attempts()).isEqualTo(1);
    }

    @Test
    void aStreamedAnswerIsTheSameAnswerWithItsFirstToken() throws Exception {
        Part call = Part.newBuilder()
                .setToolCall(ToolCall.newBuilder().setId("c1").setName("f"))
                .build();
        CompleteResponse end = CompleteResponse.newBuilder()
                .setMessage(Message.newBuilder().addParts(call))
                .setFinishReason("stop")
                .setServedModel("app 7")
                .setUsage(TokenUsage.newBuilder().setInput(3).setOutput(2))
                .build();
        streams(
                text(""),
                text("Pa"),
                text("ris."),
                StreamCompleteResponse.newBuilder().setEnd(end).build());
        ChatResult streamed = ask(STREAM);
        assertThat(asked.get().getMessagesList()).containsExactly(Exchanges.user("hi"));
        answers(end.toBuilder()
                .setMessage(Message.newBuilder()
                        .addParts(Part.newBuilder().setText("Paris."))
                        .addParts(call))
                .build());
        ChatResult whole = ask(GenerationParameters.getDefaultInstance());
        assertThat(streamed.outcome()).isEqualTo(whole.outcome());
        assertThat(streamed.usage()).isEqualTo(whole.usage());
        assertThat(streamed.timing().firstToken())
                .isPositive()
                .isLessThanOrEqualTo(streamed.timing().latency());
        assertThat(whole.timing().firstToken()).isNull();
        streams(StreamCompleteResponse.newBuilder()
                .setEnd(CompleteResponse.newBuilder().setWithheld("violence"))
                .build());
        assertThat(failure(ask(STREAM)).reason()).isEqualTo(ErrorReason.MODEL_CONTENT_FILTERED);
    }

    @Test
    void aStreamThatBreaksOffIsNoAnswer() throws Exception {
        assertThat(failure(ask(STREAM)))
                .extracting(Failure::reason, Failure::scope)
                .containsExactly(ErrorReason.MODEL_REJECTED_REQUEST, Failure.Scope.RUN);
        assertThat(failure(ask(STREAM)).message())
                .contains(
                        "does not offer StreamComplete of assay.target.v1.TargetService, which generation.stream asks");
        streams(text("Pa"));
        assertThat(failure(ask(STREAM)).reason()).isEqualTo(ErrorReason.MODEL_MALFORMED_ANSWER);
        assertThat(failure(ask(STREAM)).message()).contains("no end of the stream");
        streams(
                text("Pa"),
                StreamCompleteResponse.newBuilder()
                        .setEnd(CompleteResponse.getDefaultInstance())
                        .build(),
                text("ris."));
        assertThat(failure(ask(STREAM)).reason()).isEqualTo(ErrorReason.MODEL_MALFORMED_ANSWER);
        streaming.set(observer -> {
            observer.onNext(text("Pa"));
            observer.onError(Status.UNAVAILABLE.asRuntimeException());
        });
        assertThat(failure(ask(STREAM)).reason()).isEqualTo(ErrorReason.MODEL_FAILED);
        streaming.set(observer -> {
            while (!((ServerCallStreamObserver<StreamCompleteResponse>) observer).isCancelled()) {
                observer.onNext(text("a".repeat(100_000)));
            }
        });
        assertThat(failure(ask(STREAM)))
                .extracting(Failure::reason, Failure::scope)
                .containsExactly(ErrorReason.MODEL_ANSWER_TOO_LARGE, Failure.Scope.COMPLETION);
        streaming.set(observer -> observer.onNext(text("Pa")));
        ChatResult hung = model(client, "grpc://127.0.0.1:" + port).complete(request(STREAM), Duration.ofMillis(500));
        assertThat(failure(hung).reason()).isEqualTo(ErrorReason.MODEL_TIMEOUT);
    }

    private void streams(StreamCompleteResponse... pieces) {
        streaming.set(observer -> {
            List.of(pieces).forEach(observer::onNext);
            observer.onCompleted();
        });
    }

    private static StreamCompleteResponse text(String text) {
        return StreamCompleteResponse.newBuilder().setText(text).build();
    }

    private static Failure failure(ChatResult result) {
        return ((ChatResult.Failed) result.outcome()).failure();
    }

    @Test
    void statusesHaveTheirClasses() throws Exception {
        for (Status status : List.of(Status.UNAUTHENTICATED, Status.PERMISSION_DENIED)) {
            assertThat(failure(status))
                    .extracting(Failure::reason, Failure::scope)
                    .containsExactly(ErrorReason.MODEL_UNAUTHENTICATED, Failure.Scope.RUN);
        }
        for (Status status :
                List.of(Status.INVALID_ARGUMENT, Status.NOT_FOUND, Status.FAILED_PRECONDITION, Status.OUT_OF_RANGE)) {
            assertThat(failure(status))
                    .extracting(Failure::reason, Failure::scope)
                    .containsExactly(ErrorReason.MODEL_REJECTED_REQUEST, Failure.Scope.COMPLETION);
        }
        for (Status status : List.of(Status.UNAVAILABLE, Status.INTERNAL, Status.UNKNOWN, Status.ABORTED)) {
            assertThat(failure(status))
                    .extracting(Failure::reason, Failure::scope)
                    .containsExactly(ErrorReason.MODEL_FAILED, Failure.Scope.ATTEMPT);
        }
        assertThat(failure(Status.UNAVAILABLE).httpStatus()).isEqualTo(503);
        assertThat(failure(Status.RESOURCE_EXHAUSTED))
                .extracting(Failure::reason, Failure::scope)
                .containsExactly(ErrorReason.MODEL_RATE_LIMITED, Failure.Scope.ATTEMPT);
        assertThat(failure(Status.DEADLINE_EXCEEDED).reason()).isEqualTo(ErrorReason.MODEL_TIMEOUT);
        assertThat(failure(Status.UNIMPLEMENTED).scope()).isEqualTo(Failure.Scope.RUN);
        assertThat(failure(Status.INTERNAL.withDescription("boom " + SECRET)).message())
                .isEqualTo("INTERNAL: boom " + "*".repeat(SECRET.length()));
        String long300 = "a".repeat(290) + SECRET;
        assertThat(failure(Status.INTERNAL.withDescription(long300)).message()).doesNotContain("very");
        assertThat(failure(Status.INTERNAL.withDescription("boom")).fingerprint())
                .isNotEmpty();
        assertThat(failure(Status.UNAVAILABLE.withDescription("busy")).fingerprint())
                .isEmpty();
    }

    @Test
    void retryInfoIsObeyed() throws Exception {
        behaviour.set((request, observer) ->
                observer.onError(StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                        .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
                        .setMessage("slow down")
                        .addDetails(Any.pack(RetryInfo.newBuilder()
                                .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                                        .setSeconds(7)
                                        .setNanos(500_000_000))
                                .build()))
                        .build())));
        assertThat(failure().retryAfter()).contains(Duration.ofMillis(7_500));
    }

    @Test
    void answersThatAreNoneAreMalformed() throws Exception {
        answers(CompleteResponse.getDefaultInstance());
        assertThat(failure().reason()).isEqualTo(ErrorReason.MODEL_MALFORMED_ANSWER);
        answers(CompleteResponse.newBuilder().setMessage(Exchanges.user("hi")).build());
        assertThat(failure().message()).contains("USER");
        answers(CompleteResponse.newBuilder()
                .setMessage(Message.newBuilder()
                        .addParts(Part.newBuilder().setImage(Image.newBuilder().setUri("https://example.com/a.png"))))
                .build());
        assertThat(failure().scope()).isEqualTo(Failure.Scope.ATTEMPT);
        answers(CompleteResponse.newBuilder()
                .setMessage(Message.newBuilder().addParts(Part.newBuilder().setText("it is " + SECRET)))
                .build());
        assertThat(ask(GenerationParameters.getDefaultInstance()).outcome().toString())
                .contains("it is *****")
                .doesNotContain(SECRET);
        for (Value odd : List.of(
                Value.newBuilder().setNumberValue(Double.POSITIVE_INFINITY).build(), nested(24))) {
            answers(CompleteResponse.newBuilder()
                    .setMessage(Message.newBuilder()
                            .addParts(Part.newBuilder()
                                    .setToolCall(ToolCall.newBuilder()
                                            .setArguments(Struct.newBuilder().putFields("a", odd)))))
                    .build());
            assertThat(failure().message()).contains("nest too deep or hold an infinite number");
        }
        answers(CompleteResponse.newBuilder().setWithheld("violence").build());
        assertThat(failure())
                .extracting(Failure::reason, Failure::scope)
                .containsExactly(ErrorReason.MODEL_CONTENT_FILTERED, Failure.Scope.COMPLETION);
    }

    @Test
    void nothingHangsAndNothingFloods() throws Exception {
        behaviour.set((request, observer) -> {
            // Never answers.
        });
        long start = System.nanoTime();
        ChatResult hung = model(client, "grpc://127.0.0.1:" + port)
                .complete(request(GenerationParameters.getDefaultInstance()), Duration.ofMillis(700));
        assertThat(((ChatResult.Failed) hung.outcome()).failure().reason()).isEqualTo(ErrorReason.MODEL_TIMEOUT);
        assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(60).toNanos());
        answers(CompleteResponse.newBuilder()
                .setMessage(Message.newBuilder().addParts(Part.newBuilder().setText("a".repeat(2_000_000))))
                .build());
        assertThat(failure())
                .extracting(Failure::reason, Failure::scope)
                .containsExactly(ErrorReason.MODEL_ANSWER_TOO_LARGE, Failure.Scope.COMPLETION);
        server.shutdownNow().awaitTermination();
        // Until the client has seen that the connection is gone, a call may break on it.
        Eventually.until(Duration.ofSeconds(60), () -> failure().reason() == ErrorReason.MODEL_UNREACHABLE);
    }

    @Test
    void privateAddressesAreRefusedBeforeAConnection() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                GrpcTargetClient guarded = new GrpcTargetClient(AddressGuard.publicAnd(List.of()))) {
            listener.setSoTimeout(200);
            for (String host : List.of("127.0.0.1", "localhost", "[::1]")) {
                ChatResult result = model(guarded, "grpc://" + host + ":" + listener.getLocalPort())
                        .complete(request(GenerationParameters.getDefaultInstance()), Duration.ofSeconds(2));
                assertThat(((ChatResult.Failed) result.outcome()).failure())
                        .extracting(Failure::reason, Failure::scope)
                        .containsExactly(ErrorReason.ENDPOINT_REFUSED, Failure.Scope.RUN);
            }
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    /** Lists within lists. */
    private static Value nested(int levels) {
        Value value = Value.newBuilder().setBoolValue(true).build();
        for (int level = 0; level < levels; level++) {
            value = Value.newBuilder()
                    .setListValue(ListValue.newBuilder().addValues(value))
                    .build();
        }
        return value;
    }

    private static void echo(CompleteRequest request, StreamObserver<CompleteResponse> observer) {
        observer.onNext(CompleteResponse.newBuilder()
                .setMessage(request.getMessages(request.getMessagesCount() - 1).toBuilder()
                        .setRole(Message.Role.ASSISTANT))
                .setFinishReason("stop")
                .setServedModel("app 7")
                .setUsage(TokenUsage.newBuilder().setInput(3).setOutput(2))
                .build());
        observer.onCompleted();
    }

    private void answers(CompleteResponse response) {
        behaviour.set((request, observer) -> {
            observer.onNext(response);
            observer.onCompleted();
        });
    }

    private Failure failure(Status status) throws InterruptedException {
        behaviour.set((request, observer) -> observer.onError(status.asRuntimeException()));
        return failure();
    }

    private Failure failure() throws InterruptedException {
        return ((ChatResult.Failed)
                        ask(GenerationParameters.getDefaultInstance()).outcome())
                .failure();
    }

    private ChatResult ask(GenerationParameters generation) throws InterruptedException {
        return model(client, "grpc://127.0.0.1:" + port).complete(request(generation), Duration.ofSeconds(60));
    }

    private static ChatRequest request(GenerationParameters generation) {
        return new ChatRequest(List.of(Exchanges.user("hi")), generation, 2, Map.of(), "00-trace");
    }

    private static TargetModel model(TargetSender sender, String endpoint) {
        return new TargetModel(
                sender,
                new Credentials(name -> SECRET),
                new HttpTarget(
                        URI.create(endpoint),
                        "app-1",
                        "env:KEY",
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        1_000_000));
    }
}
