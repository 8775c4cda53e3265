package dev.assay.runner.fake;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Serves {@link FakeDatasets} over real gRPC on a free port, and tells the service where. Tests get it into a field of its type. */
public final class FakeDatasetsResource implements QuarkusTestResourceLifecycleManager {

    private final FakeDatasets datasets = new FakeDatasets();
    private @Nullable Server server;

    @Override
    public Map<String, String> start() {
        try {
            Server started = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(datasets)
                    .build()
                    .start();
            server = started;
            // Quarkus takes another port for clients in tests than otherwise.
            return Map.of(
                    "quarkus.grpc.clients.\"dataset\".host",
                    "127.0.0.1",
                    "quarkus.grpc.clients.\"dataset\".test-port",
                    Integer.toString(started.getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(datasets, new TestInjector.MatchesType(FakeDatasets.class));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.shutdownNow();
        }
    }
}
