package dev.assay.runner.cache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long and how much of models' answers is kept. */
@ConfigMapping(prefix = "assay.runner.cache")
public interface CacheConfig {

    /** An answer that is older is not taken any more, and is removed. */
    @WithDefault("30d")
    Duration maxAge();

    /** When all answers together take more, the oldest go. */
    @WithDefault("1G")
    MemorySize maxBytes();

    /** An answer that takes more is not kept. */
    @WithDefault("256K")
    MemorySize maxEntryBytes();
}
