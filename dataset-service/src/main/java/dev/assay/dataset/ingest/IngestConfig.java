package dev.assay.dataset.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of imports. */
@ConfigMapping(prefix = "assay.dataset.ingest")
public interface IngestConfig {

    /** Most bytes of a line. */
    @WithDefault("16777216")
    int maxLineBytes();

    /** Most bytes of an example as it is stored: what any gRPC client takes in one message, with room to spare. */
    @WithDefault("3145728")
    int maxExampleBytes();

    /** Imports at the same time; each holds a database connection. */
    @WithDefault("8")
    int maxConcurrent();

    /** How long a client may send nothing before its import is given up. */
    @WithDefault("PT2M")
    Duration idleTimeout();
}
