package dev.assay.scoring.fake;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Finds a port for {@link FakeRunner} and tells the service of it. */
public final class FreePort implements QuarkusTestResourceLifecycleManager {

    /** Where a test finds the port. */
    public static final String PROPERTY = "test.runner.port";

    @Override
    public Map<String, String> start() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(socket.getLocalPort());
            return Map.of(
                    PROPERTY,
                    port,
                    "quarkus.grpc.clients.\"runner\".host",
                    "127.0.0.1",
                    "quarkus.grpc.clients.\"runner\".test-port",
                    port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}
}
