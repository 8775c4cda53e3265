package dev.assay.kit.call;

import dev.assay.kit.error.ErrorStatus;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Brings the deadline that a client sent into the call's context, and answers when a method throws before its body has started. */
@GlobalInterceptor
@ApplicationScoped
public class EdgeInterceptor implements ServerInterceptor, Prioritized {

    private static final Logger LOG = Logger.getLogger(EdgeInterceptor.class);

    private static final Metadata.Key<String> TIMEOUT =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("call-deadlines").factory());

    @Override
    public int getPriority() {
        return 900;
    }

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
            ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        Context context = Context.current();
        Deadline deadline = context.getDeadline() == null ? deadline(headers.get(TIMEOUT)) : null;
        Context.CancellableContext inner =
                deadline == null ? context.withCancellation() : context.withDeadline(deadline, timer);
        Context previous = inner.attach();
        try {
            return new Guard<>(next.startCall(call, headers), call, inner);
        } catch (RuntimeException e) {
            close(call, e);
            inner.cancel(null);
            return new ServerCall.Listener<>() {};
        } finally {
            inner.detach(previous);
        }
    }

    /** The value of a {@code grpc-timeout} header: at most eight digits and a unit. */
    static @Nullable Deadline deadline(@Nullable String timeout) {
        if (timeout == null || !timeout.matches("[0-9]{1,8}[HMSmun]")) {
            return null;
        }
        long amount = Long.parseLong(timeout.substring(0, timeout.length() - 1));
        TimeUnit unit = switch (timeout.charAt(timeout.length() - 1)) {
            case 'H' -> TimeUnit.HOURS;
            case 'M' -> TimeUnit.MINUTES;
            case 'S' -> TimeUnit.SECONDS;
            case 'm' -> TimeUnit.MILLISECONDS;
            case 'u' -> TimeUnit.MICROSECONDS;
            default -> TimeUnit.NANOSECONDS;
        };
        return Deadline.after(amount, unit);
    }

    private static void close(ServerCall<?, ?> call, RuntimeException thrown) {
        LOG.debug("A method threw", thrown);
        StatusRuntimeException status = ErrorStatus.toStatus(ErrorStatus.of(thrown));
        call.close(status.getStatus(), Optional.ofNullable(status.getTrailers()).orElseGet(Metadata::new));
    }

    private static final class Guard<A> extends ForwardingServerCallListener.SimpleForwardingServerCallListener<A> {

        private final ServerCall<A, ?> call;
        private final Context.CancellableContext context;

        Guard(ServerCall.Listener<A> listener, ServerCall<A, ?> call, Context.CancellableContext context) {
            super(listener);
            this.call = call;
            this.context = context;
        }

        @Override
        public void onMessage(A message) {
            guarded(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            guarded(super::onHalfClose);
        }

        @Override
        public void onReady() {
            guarded(super::onReady);
        }

        @Override
        public void onCancel() {
            guarded(super::onCancel);
            context.cancel(null);
        }

        @Override
        public void onComplete() {
            guarded(super::onComplete);
            context.cancel(null);
        }

        private void guarded(Runnable event) {
            Context previous = context.attach();
            try {
                event.run();
            } catch (RuntimeException e) {
                close(call, e);
            } finally {
                context.detach(previous);
            }
        }
    }
}
