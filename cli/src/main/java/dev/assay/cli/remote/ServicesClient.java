package dev.assay.cli.remote;

import dev.assay.cli.base.Trace;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Connections to the services, made when they are needed. */
public final class ServicesClient implements AutoCloseable {

    private static final int MAX_MESSAGE_BYTES = 64 << 20;

    private final Endpoints endpoints;
    private final Trace trace;
    private final Consumer<String> tell;
    private final Map<Service, Retries> retries = new EnumMap<>(Service.class);
    private final Map<Service, ManagedChannel> channels = new EnumMap<>(Service.class);

    /** @param tell hears of lost and regained connections */
    public ServicesClient(Endpoints endpoints, Trace trace, Consumer<String> tell) {
        this.endpoints = endpoints;
        this.trace = trace;
        this.tell = tell;
    }

    public DatasetClient datasets() {
        return new DatasetClient(channel(Service.DATASET), retries(Service.DATASET));
    }

    public RunnerClient runner() {
        return new RunnerClient(channel(Service.RUNNER), retries(Service.RUNNER));
    }

    public ScoringClient scoring() {
        return new ScoringClient(channel(Service.SCORING), retries(Service.SCORING));
    }

    /** Fails when the command line did not say where one of the services is. */
    public void requireAll() {
        for (Service service : Service.values()) {
            endpoints.address(service);
        }
    }

    private synchronized Retries retries(Service service) {
        return retries.computeIfAbsent(
                service, key -> new Retries(key, endpoints.address(key), endpoints.patience(), tell));
    }

    private synchronized ManagedChannel channel(Service service) {
        return channels.computeIfAbsent(service, key -> {
            Address address = endpoints.address(key);
            OkHttpChannelBuilder builder = OkHttpChannelBuilder.forAddress(address.host(), address.port())
                    .intercept(new Headers(trace, endpoints))
                    .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                    .keepAliveTime(30, TimeUnit.SECONDS)
                    .disableRetry();
            return (endpoints.tls() ? builder.useTransportSecurity() : builder.usePlaintext()).build();
        });
    }

    @Override
    public synchronized void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        channels.clear();
    }

    /** Sends the trace and the token with each call. */
    private record Headers(Trace trace, Endpoints endpoints) implements ClientInterceptor {

        private static final Metadata.Key<String> TRACEPARENT =
                Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
        private static final Metadata.Key<String> AUTHORIZATION =
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

        @Override
        public <A, B> ClientCall<A, B> interceptCall(MethodDescriptor<A, B> method, CallOptions options, Channel next) {
            return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<B> listener, Metadata headers) {
                    headers.put(TRACEPARENT, trace.traceparent());
                    endpoints.token().ifPresent(token -> headers.put(AUTHORIZATION, "Bearer " + token));
                    super.start(listener, headers);
                }
            };
        }
    }
}
