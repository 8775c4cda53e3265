package dev.assay.runner.model.provider;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;

/** Channels to applications, one for each address that was called lately, with TLS where the endpoint says so. */
final class TargetChannelsClient {

    private static final int MOST_CHANNELS = 256;
    private static final int IDLE_MINUTES = 2;
    private static final int TLS_PORT = 443;

    private record Peer(URI endpoint, InetAddress address, Duration connectTimeout) {}

    private final Optional<X509TrustManager> trust;
    private final LinkedHashMap<Peer, ManagedChannel> channels = new LinkedHashMap<>(16, 0.75f, true);

    TargetChannelsClient(Optional<X509TrustManager> trust) {
        this.trust = trust;
    }

    /** The channel to an address of an endpoint's host. */
    ManagedChannel to(URI endpoint, InetAddress address, Duration connectTimeout) {
        Peer peer = new Peer(endpoint, address, connectTimeout);
        synchronized (channels) {
            ManagedChannel known = channels.get(peer);
            if (known != null) {
                return known;
            }
            if (channels.size() >= MOST_CHANNELS) {
                // Calls that are under way on it still end.
                channels.pollFirstEntry().getValue().shutdown();
            }
            ManagedChannel opened = open(peer);
            channels.put(peer, opened);
            return opened;
        }
    }

    private ManagedChannel open(Peer peer) {
        boolean tls = peer.endpoint().getScheme().equalsIgnoreCase("grpcs");
        int port = peer.endpoint().getPort() < 0 ? TLS_PORT : peer.endpoint().getPort();
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(new InetSocketAddress(peer.address(), port))
                .overrideAuthority(peer.endpoint().getHost() + ":" + port)
                .proxyDetector(address -> null)
                .directExecutor()
                .disableRetry()
                .idleTimeout(IDLE_MINUTES, TimeUnit.MINUTES)
                .withOption(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(peer.connectTimeout().toMillis()));
        if (!tls) {
            return builder.usePlaintext().build();
        }
        SslContextBuilder context = GrpcSslContexts.forClient();
        trust.ifPresent(context::trustManager);
        try {
            return builder.sslContext(context.build()).build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends all calls. */
    void close() {
        synchronized (channels) {
            channels.values().forEach(ManagedChannel::shutdownNow);
            channels.clear();
        }
    }
}
