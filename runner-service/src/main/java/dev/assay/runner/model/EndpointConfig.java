package dev.assay.runner.model;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What an operator may say about calling models. */
@ConfigMapping(prefix = "assay.runner")
public interface EndpointConfig {

    /**
     * Networks that models may be called in although they are not public, for example {@code 10.1.0.0/16}. In local mode every address may be
     * called.
     */
    Optional<List<String>> allowedNetworks();

    /**
     * A file with certificates (PEM) of authorities that may sign the certificates of models, besides those that the JDK knows. Read when the
     * service starts.
     */
    Optional<Path> trustedCertificates();

    /** A response that is larger is broken off. */
    @WithDefault("2M")
    MemorySize maxAnswerBytes();
}
