package dev.assay.scoring.fake;

import dev.assay.testing.FreePorts;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Finds a port for {@link FakeRunner} and tells the service of it. */
public final class FreePort implements QuarkusTestResourceLifecycleManager {

    /** Where a test finds the port. */
    public static final String PROPERTY = "test.runner.port";

    @Override
    public Map<String, String> start() {
        String port = Integer.toString(FreePorts.next());
        return Map.of(
                PROPERTY,
                port,
                "quarkus.grpc.clients.\"runner\".host",
                "127.0.0.1",
                "quarkus.grpc.clients.\"runner\".test-port",
                port);
    }

    @Override
    public void stop() {}
}
