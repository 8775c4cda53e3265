package dev.assay.cli.remote;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Repeats calls of one service while it cannot be reached. Every call that goes through here is idempotent: it reads, or creates with a request
 * id or by content. Before the first answer the patience is short, since the address is probably wrong; afterwards a restart is waited for.
 */
final class Retries {

    private static final Duration PATIENCE_ONCE_CONNECTED = Duration.ofMinutes(5);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Service service;
    private final Address address;
    private final Duration firstPatience;
    private final Consumer<String> tell;
    private volatile boolean connected;
    private volatile boolean lost;
    private volatile long lastSign;

    Retries(Service service, Address address, Duration firstPatience, Consumer<String> tell) {
        this.service = service;
        this.address = address;
        this.firstPatience = firstPatience;
        this.tell = tell;
    }

    /** A call. */
    @FunctionalInterface
    interface Call<T> {
        T call() throws Exception;
    }

    <T> T run(Call<T> call) {
        lastSign = System.nanoTime();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            long signBefore = lastSign;
            try {
                T result = call.call();
                alive();
                return result;
            } catch (RuntimeException e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            } catch (Exception e) {
                RemoteException failure = Failures.of(e, service, address);
                if (signBefore != lastSign) {
                    pause = FIRST_PAUSE_MILLIS;
                }
                endure(failure, pause);
                pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    /** The service has answered; streams say so with each message. */
    void alive() {
        lastSign = System.nanoTime();
        connected = true;
        if (lost) {
            lost = false;
            tell.accept("the " + service.key() + " service answers again");
        }
    }

    private void endure(RemoteException failure, long pauseMillis) {
        Duration patience = connected ? PATIENCE_ONCE_CONNECTED : firstPatience;
        if (!failure.isPassing() || System.nanoTime() - lastSign > patience.toNanos()) {
            throw failure;
        }
        if (connected && !lost) {
            lost = true;
            tell.accept(failure.getMessage() + "; trying again");
        }
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
