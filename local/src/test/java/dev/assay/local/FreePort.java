package dev.assay.local;

import dev.assay.testing.FreePorts;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A free port that is known before the start, since the services call each other through it. */
public final class FreePort implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        String port = Integer.toString(FreePorts.next());
        return Map.of("quarkus.http.test-port", port, "assay.dataset.port", port, "assay.runner.port", port);
    }

    @Override
    public void stop() {
        // The port is the application's.
    }
}
