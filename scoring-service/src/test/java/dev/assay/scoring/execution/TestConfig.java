package dev.assay.scoring.execution;

import java.time.Duration;

/** A replica in a hurry. */
record TestConfig(Duration heartbeatInterval) implements ScoringConfig {

    @Override
    public boolean work() {
        return true;
    }

    @Override
    public int atOnce() {
        return 8;
    }

    @Override
    public Duration pollingInterval() {
        return Duration.ofMillis(50);
    }

    @Override
    public Duration retryDelay() {
        return Duration.ofMillis(50);
    }

    @Override
    public Duration callTimeout() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Duration streamTimeout() {
        return Duration.ofMinutes(1);
    }
}
