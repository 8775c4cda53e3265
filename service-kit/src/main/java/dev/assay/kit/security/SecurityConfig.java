package dev.assay.kit.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Who may call, and as whom this service calls others. */
@ConfigMapping(prefix = "assay")
public interface SecurityConfig {

    /** Where this service runs. In LOCAL mode nobody authenticates, and the service refuses to listen on anything but loopback. */
    enum Mode {
        LOCAL,
        CLUSTER
    }

    /** Where this service runs. */
    @WithDefault("cluster")
    Mode mode();

    /** Tokens of callers and the token of this service. */
    Auth auth();

    /** Tokens of callers and the token of this service. */
    interface Auth {
        /**
         * File with a line for each token that is accepted: SHA-256 of the token in hex, role ({@code viewer}, {@code editor} or
         * {@code administrator}), principal. Required in CLUSTER mode. Read again when it changes.
         */
        Optional<Path> tokensFile();

        /** File with the token that this service sends to the others. */
        Optional<Path> serviceTokenFile();
    }
}
