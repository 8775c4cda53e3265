package dev.assay.runner.model;

import dev.assay.kit.security.SecurityConfig;
import dev.assay.runner.model.limit.LimitRepository;
import dev.assay.runner.model.limit.Limiter;
import dev.assay.runner.model.provider.AddressGuard;
import dev.assay.runner.model.provider.Credentials;
import dev.assay.runner.model.provider.GrpcTargetClient;
import dev.assay.runner.model.provider.HttpModelClient;
import dev.assay.runner.model.provider.Trust;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.X509TrustManager;

/** Puts together what the models of this process share. */
@Singleton
public class ModelConfig {

    @Produces
    @Singleton
    HttpModelClient client(Vertx vertx, SecurityConfig security, EndpointConfig settings) {
        return new HttpModelClient(vertx, guard(security, settings), trust(settings));
    }

    void close(@Disposes HttpModelClient client) {
        client.close();
    }

    @Produces
    @Singleton
    GrpcTargetClient targetClient(SecurityConfig security, EndpointConfig settings) {
        return new GrpcTargetClient(guard(security, settings), trust(settings));
    }

    void close(@Disposes GrpcTargetClient client) {
        client.close();
    }

    private static Optional<X509TrustManager> trust(EndpointConfig settings) {
        try {
            return settings.trustedCertificates().map(Trust::withCertificatesOf);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("assay.runner.trusted-certificates: " + e.getMessage(), e);
        }
    }

    private static AddressGuard guard(SecurityConfig security, EndpointConfig settings) {
        return switch (security.mode()) {
            case LOCAL -> AddressGuard.open();
            case CLUSTER -> AddressGuard.publicAnd(settings.allowedNetworks().orElse(List.of()));
        };
    }

    @Produces
    @Singleton
    Limiter limiter(LimitRepository repository, MeterRegistry registry) {
        Limiter limiter = new Limiter(repository, UUID.randomUUID().toString());
        registry.gauge("assay.runner.limit.waiting", limiter, Limiter::waiting);
        registry.gauge("assay.runner.limit.concurrency", limiter, Limiter::concurrency);
        registry.gauge("assay.runner.limit.quiet", limiter, Limiter::quiet);
        return limiter;
    }

    void close(@Disposes Limiter limiter) {
        limiter.close();
    }

    @Produces
    @Singleton
    ChatModels chatModels(HttpModelClient client, GrpcTargetClient targets, Limiter limiter, EndpointConfig settings) {
        return new ChatModels(
                client,
                targets,
                Credentials.ofProcess(),
                limiter,
                settings.maxAnswerBytes().asLongValue());
    }
}
