package dev.assay.cli.remote;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Reads a stream of states until one of them is the last; a stream that ends or falls silent before is an outage. */
final class Watching {

    /** The services send heartbeats far more often. */
    private static final long SILENCE_SECONDS = 60;

    private Watching() {}

    static <T> void until(BlockingClientCall<?, T> call, Predicate<T> isLast)
            throws InterruptedException, StatusException {
        try {
            T next = call.read(SILENCE_SECONDS, TimeUnit.SECONDS);
            while (next != null && !isLast.test(next)) {
                next = call.read(SILENCE_SECONDS, TimeUnit.SECONDS);
            }
            if (next == null) {
                throw Status.UNAVAILABLE
                        .withDescription("the stream ended early")
                        .asException();
            }
        } catch (TimeoutException e) {
            throw Status.UNAVAILABLE
                    .withDescription("no sign of life for " + SILENCE_SECONDS + " s")
                    .asException();
        } finally {
            call.cancel("seen enough", null);
        }
    }
}
