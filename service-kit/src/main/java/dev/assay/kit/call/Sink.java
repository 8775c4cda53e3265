package dev.assay.kit.call;

import dev.assay.kit.error.AssayException;
import dev.assay.type.v1.ErrorReason;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Where the body of a streaming method sends its answers. Used by one thread. */
public final class Sink<T> {

    private final ServerCallStreamObserver<T> observer;
    private final @Nullable Deadline deadline;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Runnable onCancel = () -> {};
    private boolean cancelled;

    Sink(ServerCallStreamObserver<T> observer, Context context) {
        this.observer = observer;
        this.deadline = context.getDeadline();
        observer.setOnReadyHandler(this::wake);
        observer.setOnCancelHandler(this::cancel);
    }

    /** Sends one answer; waits while the client is slower than we are. */
    public void send(T answer) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!observer.isReady()) {
                check();
                // Woken by the handlers; the period only bounds what a lost signal could cost.
                await(Duration.ofSeconds(1));
            }
            check();
        } finally {
            lock.unlock();
        }
        observer.onNext(answer);
    }

    /** Waits for {@code time}, less when the client goes. Throws CALL_CANCELLED or DEADLINE_PASSED when nobody waits for answers any more. */
    public void pause(Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            check();
            long end = System.nanoTime() + time.toNanos();
            for (long left = time.toNanos(); left > 0 && !cancelled; left = end - System.nanoTime()) {
                await(Duration.ofNanos(left));
                check();
            }
            check();
        } finally {
            lock.unlock();
        }
    }

    void alsoOnCancel(Runnable action) {
        this.onCancel = action;
    }

    private void await(Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        if (deadline != null) {
            nanos = Math.max(1, Math.min(nanos, deadline.timeRemaining(TimeUnit.NANOSECONDS)));
        }
        // Whoever waits looks at its condition again.
        long left = changed.awaitNanos(nanos);
        assert left <= nanos;
    }

    private void check() {
        if (deadline != null && deadline.isExpired()) {
            throw new AssayException(ErrorReason.DEADLINE_PASSED, "the deadline of the call has passed");
        }
        if (cancelled || observer.isCancelled()) {
            throw new AssayException(ErrorReason.CALL_CANCELLED, "the call was cancelled");
        }
    }

    private void cancel() {
        onCancel.run();
        lock.lock();
        try {
            cancelled = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
