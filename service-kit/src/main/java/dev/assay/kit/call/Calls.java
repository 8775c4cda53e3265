package dev.assay.kit.call;

import dev.assay.kit.error.AssayException;
import dev.assay.kit.error.ErrorStatus;
import dev.assay.kit.trace.Traces;
import dev.assay.type.v1.ErrorReason;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Runs the body of a gRPC method as blocking code on a virtual thread of its own, with flow control both ways, the caller's gRPC and trace
 * contexts, and errors mapped by {@link ErrorStatus}. Bodies are not interrupted when a client goes: a stream's body learns it from its
 * sink or source; a unary body ends as it would.
 */
public final class Calls {

    private static final Logger LOG = Logger.getLogger(Calls.class);

    private static final AtomicLong NUMBER = new AtomicLong();

    private Calls() {}

    /** Body of a server-streaming method. */
    @FunctionalInterface
    public interface ServerStreamBody<T> {
        void run(Sink<T> sink) throws Exception;
    }

    /** Body of a client-streaming method. */
    @FunctionalInterface
    public interface ClientStreamBody<A, B> {
        B run(Iterator<A> source) throws Exception;
    }

    /** Body of a method that streams both ways. */
    @FunctionalInterface
    public interface StreamBody<A, B> {
        void run(Iterator<A> source, Sink<B> sink) throws Exception;
    }

    /** Answers a unary call with what {@code body} returns. */
    public static <T> void unary(StreamObserver<T> observer, Callable<T> body) {
        start(observer, () -> {
            observer.onNext(body.call());
            observer.onCompleted();
        });
    }

    /** Answers a server-streaming call with what {@code body} sends. */
    public static <T> void serverStream(StreamObserver<T> observer, ServerStreamBody<T> body) {
        Sink<T> sink = new Sink<>((ServerCallStreamObserver<T>) observer, Context.current());
        start(observer, () -> {
            body.run(sink);
            observer.onCompleted();
        });
    }

    /**
     * Answers a client-streaming call. The source pulls one message at a time from the client; its {@code next} throws an
     * {@link AssayException} CALL_CANCELLED when the client goes before it has said all. A body may return before the source ends.
     *
     * @return the observer to give back to gRPC
     */
    public static <A, B> StreamObserver<A> clientStream(StreamObserver<B> observer, ClientStreamBody<A, B> body) {
        return clientStream(new Source<A>((ServerCallStreamObserver<B>) observer, null), observer, body);
    }

    /**
     * As {@link #clientStream(StreamObserver, ClientStreamBody)}, for bodies that hold something while they wait: the source throws an
     * {@link AssayException} DEADLINE_PASSED when the client sends nothing for {@code patience}.
     */
    public static <A, B> StreamObserver<A> clientStream(
            StreamObserver<B> observer, Duration patience, ClientStreamBody<A, B> body) {
        return clientStream(new Source<A>((ServerCallStreamObserver<B>) observer, patience), observer, body);
    }

    private static <A, B> StreamObserver<A> clientStream(
            Source<A> source, StreamObserver<B> observer, ClientStreamBody<A, B> body) {
        start(observer, () -> {
            B response = body.run(source);
            observer.onNext(response);
            observer.onCompleted();
        });
        return source;
    }

    /** As {@link #clientStream}, with a stream of answers. */
    public static <A, B> StreamObserver<A> stream(StreamObserver<B> observer, StreamBody<A, B> body) {
        ServerCallStreamObserver<B> call = (ServerCallStreamObserver<B>) observer;
        Source<A> source = new Source<>(call, null);
        Sink<B> sink = new Sink<>(call, Context.current());
        sink.alsoOnCancel(source::cancelled);
        start(observer, () -> {
            body.run(source, sink);
            observer.onCompleted();
        });
        return source;
    }

    @FunctionalInterface
    private interface Body {
        void run() throws Exception;
    }

    private static void start(StreamObserver<?> observer, Body body) {
        Context grpc = Context.current();
        io.opentelemetry.context.Context trace = io.opentelemetry.context.Context.current();
        Thread.ofVirtual()
                .name("call-" + NUMBER.incrementAndGet())
                .start(() -> grpc.run(() -> Traces.within(trace, () -> run(observer, body))));
    }

    private static void run(StreamObserver<?> observer, Body body) {
        try {
            body.run();
        } catch (Throwable thrown) {
            fail(observer, thrown);
        }
    }

    private static void fail(StreamObserver<?> observer, Throwable thrown) {
        AssayException error = ErrorStatus.of(thrown);
        if (error.reason() == ErrorReason.INTERNAL_ERROR) {
            LOG.error("A call failed", thrown);
        } else if (error.reason() == ErrorReason.DEPENDENCY_UNAVAILABLE) {
            LOG.warnf("A call failed: %s", thrown.getMessage());
        }
        try {
            observer.onError(ErrorStatus.toStatus(error));
        } catch (RuntimeException closed) {
            LOG.debug("The caller had gone before it could be told of an error", closed);
        }
        if (thrown instanceof VirtualMachineError fatal) {
            throw fatal;
        }
    }
}
