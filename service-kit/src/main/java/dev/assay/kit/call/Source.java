package dev.assay.kit.call;

import dev.assay.kit.error.AssayException;
import dev.assay.type.v1.ErrorReason;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a client streams, pulled message by message: a client that is faster than we are is held back. */
final class Source<A> implements StreamObserver<A>, Iterator<A> {

    private static final int AHEAD = 2;

    private sealed interface Event<A> {}

    private record Message<A>(A value) implements Event<A> {}

    private record End<A>() implements Event<A> {}

    private record Gone<A>() implements Event<A> {}

    private final ServerCallStreamObserver<?> call;
    private final @Nullable Duration patience;
    private final LinkedBlockingQueue<Event<A>> events = new LinkedBlockingQueue<>();
    private @Nullable Event<A> next;

    /** @param patience how long the client may send nothing, or null */
    Source(ServerCallStreamObserver<?> call, @Nullable Duration patience) {
        this.call = call;
        this.patience = patience;
        call.disableAutoRequest();
        call.setOnCancelHandler(this::cancelled);
        call.request(AHEAD);
    }

    void cancelled() {
        events.add(new Gone<>());
    }

    @Override
    public void onNext(A message) {
        events.add(new Message<>(message));
    }

    @Override
    public void onError(Throwable error) {
        cancelled();
    }

    @Override
    public void onCompleted() {
        events.add(new End<>());
    }

    @Override
    public boolean hasNext() {
        return peek() instanceof Message<A>;
    }

    @Override
    public A next() {
        if (peek() instanceof Message<A>(A value)) {
            next = null;
            call.request(1);
            return value;
        }
        throw new NoSuchElementException();
    }

    private Event<A> peek() {
        Event<A> event = next;
        if (event == null) {
            try {
                event = patience == null ? events.take() : events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                event = new Gone<>();
            }
            if (event == null) {
                throw new AssayException(
                        ErrorReason.DEADLINE_PASSED, "the client has sent nothing for " + patience + "; send it again");
            }
            next = event;
        }
        if (event instanceof Gone<A>) {
            throw new AssayException(ErrorReason.CALL_CANCELLED, "the client went before it had sent everything");
        }
        return event;
    }
}
