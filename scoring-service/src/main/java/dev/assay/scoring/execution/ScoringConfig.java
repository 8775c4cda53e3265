package dev.assay.scoring.execution;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How evaluations are carried out. */
@ConfigMapping(prefix = "assay.scoring.evaluations")
public interface ScoringConfig {

    /** Whether this process works on evaluations at all, or only answers calls. */
    @WithDefault("true")
    boolean work();

    /** Evaluations that one replica moves on at the same time. */
    @WithDefault("32")
    int atOnce();

    /** How often the replica looks for evaluations to move on. */
    @WithDefault("PT0.25S")
    Duration pollingInterval();

    /** How often it says that it is alive; after four that are missing another replica takes over its evaluations. */
    @WithDefault("PT2S")
    Duration heartbeatInterval();

    /** How long an evaluation waits before it is tried again after another service or the database did not answer. */
    @WithDefault("PT1S")
    Duration retryDelay();

    /** Time for one call of another service, streams excepted. */
    @WithDefault("PT30S")
    Duration callTimeout();

    /** After so long a stream of completions is opened anew, so that a connection that nobody noticed to be lost does no harm. */
    @WithDefault("PT5M")
    Duration streamTimeout();
}
