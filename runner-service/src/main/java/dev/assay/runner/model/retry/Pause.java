package dev.assay.runner.model.retry;

import java.time.Duration;

/** Waits; a port, so that tests do not have to. */
@FunctionalInterface
public interface Pause {

    /** Waits for {@code time}. */
    void sleep(Duration time) throws InterruptedException;
}
