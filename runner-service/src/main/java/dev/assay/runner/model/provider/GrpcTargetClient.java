package dev.assay.runner.model.provider;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import dev.assay.target.v1.StreamCompleteRequest;
import dev.assay.target.v1.StreamCompleteResponse;
import dev.assay.target.v1.TargetServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Calls applications over gRPC. As with HTTP the name is resolved for each call and the address checked, and the connection goes to that very
 * address; a channel is kept for each address. Proxies that the environment names are not used: they would resolve names themselves.
 */
public final class GrpcTargetClient implements TargetSender, AutoCloseable {

    private static final String TOO_LARGE = "message exceeds maximum size";
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> TRACE = Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

    private final AddressGuard guard;
    private final TargetChannelsClient channels;

    /** A client that trusts the authorities that the JDK knows. */
    public GrpcTargetClient(AddressGuard guard) {
        this(guard, Optional.empty());
    }

    /** @param trust whose certificates are taken; those of the JDK's authorities when empty */
    public GrpcTargetClient(AddressGuard guard, Optional<X509TrustManager> trust) {
        this.guard = guard;
        this.channels = new TargetChannelsClient(trust);
    }

    @Override
    public TargetReply call(TargetCall call) throws InterruptedException {
        long deadline = System.nanoTime() + call.timeout().toNanos();
        InetAddress address;
        try {
            address = guard.resolve(call.endpoint().getHost())[0];
        } catch (UnknownHostException e) {
            return new TargetReply.Broken(HttpReply.Kind.UNREACHABLE, "unknown host");
        } catch (AddressGuard.RefusedException e) {
            return new TargetReply.Broken(HttpReply.Kind.REFUSED, String.valueOf(e.getMessage()));
        }
        ManagedChannel channel = channels.to(call.endpoint(), address, call.connectTimeout());
        long left = Math.max(1, deadline - System.nanoTime());
        TargetServiceGrpc.TargetServiceStub stub = TargetServiceGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata(call)))
                .withMaxInboundMessageSize(Math.toIntExact(Math.min(call.maxBytes(), Integer.MAX_VALUE)))
                .withDeadlineAfter(left, TimeUnit.NANOSECONDS);
        Pieces pieces = new Pieces(call.maxBytes());
        if (call.stream()) {
            stub.streamComplete(
                    StreamCompleteRequest.newBuilder()
                            .setRequest(call.request())
                            .build(),
                    pieces.observer(piece -> piece));
        } else {
            stub.complete(
                    call.request(),
                    pieces.observer(whole ->
                            StreamCompleteResponse.newBuilder().setEnd(whole).build()));
        }
        try {
            return pieces.reply.get(left + TimeUnit.SECONDS.toNanos(1), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            return reply(e.getCause(), call);
        } catch (TimeoutException e) {
            return new TargetReply.Broken(HttpReply.Kind.TIMEOUT, "no answer in time");
        } finally {
            pieces.cancel();
        }
    }

    @Override
    public void close() {
        channels.close();
    }

    private static Metadata metadata(TargetCall call) {
        Metadata metadata = new Metadata();
        if (!call.secret().isEmpty()) {
            metadata.put(AUTHORIZATION, "Bearer " + call.secret());
        }
        if (!call.traceParent().isEmpty()) {
            metadata.put(TRACE, call.traceParent());
        }
        return metadata;
    }

    private static TargetReply reply(@Nullable Throwable error, TargetCall call) {
        if (!(error instanceof StatusRuntimeException refused)) {
            return new TargetReply.Broken(HttpReply.Kind.RESET, Lines.one(String.valueOf(error)));
        }
        Status status = refused.getStatus();
        String description = String.valueOf(status.getDescription());
        boolean ours = refused.getTrailers() == null || description.contains("CallOptions deadline");
        if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED && description.contains(TOO_LARGE)) {
            return new TargetReply.Broken(HttpReply.Kind.TOO_LARGE, tooLarge(call.maxBytes()));
        }
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED && ours) {
            return new TargetReply.Broken(
                    HttpReply.Kind.TIMEOUT, "no answer within " + call.timeout().toMillis() + " ms");
        }
        if (status.getCode() == Status.Code.UNAVAILABLE && status.getCause() != null) {
            Optional<HttpReply.Broken> tls = TlsFailure.of(status.getCause());
            if (tls.isPresent()) {
                return new TargetReply.Broken(tls.get().kind(), tls.get().message());
            }
            return connecting(status.getCause())
                    ? new TargetReply.Broken(HttpReply.Kind.UNREACHABLE, unreachable(status.getCause()))
                    : new TargetReply.Broken(HttpReply.Kind.RESET, "connection broken: " + Lines.one(description));
        }
        String said = status.getDescription() == null ? "" : description;
        return new TargetReply.Refused(status.getCode().name(), said, retryAfter(refused));
    }

    private static boolean connecting(@Nullable Throwable cause) {
        return cause instanceof ConnectException;
    }

    private static String unreachable(@Nullable Throwable cause) {
        String message = Lines.one(cause == null ? "" : String.valueOf(cause.getMessage()));
        return message.contains("refused") ? "connection refused" : message;
    }

    private static Optional<Duration> retryAfter(StatusRuntimeException refused) {
        com.google.rpc.Status status = StatusProto.fromThrowable(refused);
        if (status == null) {
            return Optional.empty();
        }
        for (Any detail : status.getDetailsList()) {
            if (detail.isSameTypeAs(RetryInfo.getDefaultInstance())) {
                try {
                    var delay = RetryInfo.parseFrom(detail.getValue()).getRetryDelay();
                    Duration wait = Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
                    return Optional.of(
                            wait.isNegative()
                                    ? Duration.ZERO
                                    : wait.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1) : wait);
                } catch (InvalidProtocolBufferException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static String tooLarge(long maxBytes) {
        return "the answer is larger than " + maxBytes + " bytes";
    }

    /** What comes back on one call, whole or in pieces. Its observer is called by one thread at a time; the reply is handed over once. */
    private static final class Pieces {

        private final CompletableFuture<TargetReply> reply = new CompletableFuture<>();
        private final StreamedTarget answer;
        private final long maxBytes;
        private volatile @Nullable ClientCallStreamObserver<?> call;

        Pieces(long maxBytes) {
            this.maxBytes = maxBytes;
            this.answer = new StreamedTarget(maxBytes);
        }

        <Q, A> ClientResponseObserver<Q, A> observer(Function<A, StreamCompleteResponse> piece) {
            return new ClientResponseObserver<>() {
                @Override
                public void beforeStart(ClientCallStreamObserver<Q> started) {
                    call = started;
                }

                @Override
                public void onNext(A value) {
                    if (!answer.add(piece.apply(value))) {
                        reply.complete(new TargetReply.Broken(HttpReply.Kind.TOO_LARGE, tooLarge(maxBytes)));
                        cancel();
                    }
                }

                @Override
                public void onError(Throwable error) {
                    reply.completeExceptionally(error);
                }

                @Override
                public void onCompleted() {
                    reply.complete(answer.answered());
                }
            };
        }

        /** Ends the call; does nothing when it has ended. */
        void cancel() {
            ClientCallStreamObserver<?> started = call;
            if (started != null) {
                started.cancel("given up", null);
            }
        }
    }
}
