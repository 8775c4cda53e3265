package dev.assay.runner.execution;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this process works on runs. */
@ConfigMapping(prefix = "assay.runner")
public interface ExecutionConfig {

    /** Whether this process works on runs at all, or only answers calls. */
    @WithDefault("true")
    boolean work();

    /** Shards that this process works on at the same time, over all runs. */
    @WithDefault("64")
    int shardsAtOnce();

    /** How often the database is asked for work that other processes have scheduled. */
    @WithDefault("250ms")
    Duration pollInterval();

    /**
     * How often this process says that it lives. After four times without, its work goes to others; looking for such work happens every
     * second time.
     */
    @WithDefault("2s")
    Duration heartbeat();

    /**
     * How long a finished completion waits for others to be written together with it; at most 250 ms. What has finished and is not written when a
     * process is killed is called again.
     */
    @WithDefault("5ms")
    Duration writeDelay();

    /** How long calls that are open may go on when the process is told to stop. */
    @WithDefault("10s")
    Duration drainTimeout();

    /** A run that is at work without any answer for so long is STALLED. */
    @WithDefault("10m")
    Duration stalledAfter();

    /** MiB of examples that this process holds at the most, for all that wait for their model. */
    @WithDefault("64")
    int exampleMemory();
}
