package dev.assay.kit.security;

import dev.assay.kit.error.AssayException;
import dev.assay.kit.error.ErrorStatus;
import dev.assay.type.v1.ErrorReason;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Lets a call through when its bearer token gives the role that the method asks for; in local mode every call. */
@Startup
@GlobalInterceptor
@ApplicationScoped
public class AuthenticationInterceptor implements ServerInterceptor, Prioritized {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final @Nullable TokensFile tokens;

    /** Refuses to start a service that would be open to a network. */
    AuthenticationInterceptor(
            SecurityConfig config, @ConfigProperty(name = "quarkus.http.host", defaultValue = "0.0.0.0") String host) {
        this.tokens = switch (config.mode()) {
            case LOCAL -> {
                if (!host.equals("127.0.0.1") && !host.equals("localhost") && !host.equals("::1")) {
                    throw new IllegalStateException(
                            "assay.mode=local needs quarkus.http.host=127.0.0.1, since nobody authenticates; it is "
                                    + host);
                }
                yield null;
            }
            case CLUSTER ->
                new TokensFile(config.auth()
                        .tokensFile()
                        .orElseThrow(() -> new IllegalStateException(
                                "assay.auth.tokens-file must be set unless assay.mode is local")));
        };
    }

    @Override
    public int getPriority() {
        return 1_000;
    }

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
            ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        Caller caller = Caller.LOCAL;
        if (tokens != null) {
            Optional<Role> required = RequiredRole.of(call.getMethodDescriptor().getFullMethodName());
            if (required.isPresent()) {
                try {
                    caller = authenticate(tokens.tokens(), headers, required.get());
                } catch (AssayException e) {
                    StatusRuntimeException status = ErrorStatus.toStatus(e);
                    call.close(
                            status.getStatus(),
                            Optional.ofNullable(status.getTrailers()).orElseGet(Metadata::new));
                    return new ServerCall.Listener<>() {};
                }
            }
        }
        return Contexts.interceptCall(Context.current().withValue(Caller.KEY, caller), call, headers, next);
    }

    private static Caller authenticate(Tokens tokens, Metadata headers, Role required) {
        String header = headers.get(AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new AssayException(ErrorReason.NOT_AUTHENTICATED, "send a bearer token in the authorization header");
        }
        Caller caller = tokens.caller(header.substring(7).strip())
                .orElseThrow(() -> new AssayException(ErrorReason.NOT_AUTHENTICATED, "the bearer token is not known"));
        if (!caller.role().includes(required)) {
            throw new AssayException(
                    ErrorReason.NOT_PERMITTED,
                    "this call needs the role " + required + "; " + caller.principal() + " has " + caller.role());
        }
        return caller;
    }
}
