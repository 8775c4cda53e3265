package dev.assay.runner.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.v1.Run.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** METR/hawk#1475: a run that gets nowhere can be alerted on, for as long as it does (R8). */
class WorkMetricsTest {

    @Test
    void runsAreCountedByState() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        WorkListener listener = new WorkMetricsConfig().listener(registry);
        listener.open(Map.of(State.RUNNING, 3L, State.STALLED, 1L));
        assertThat(gauge(registry, "running")).isEqualTo(3);
        assertThat(gauge(registry, "stalled")).isEqualTo(1);
        assertThat(gauge(registry, "pending")).isZero();
        listener.open(Map.of(State.RUNNING, 4L));
        assertThat(gauge(registry, "running")).isEqualTo(4);
        assertThat(gauge(registry, "stalled")).isZero();
    }

    private static double gauge(SimpleMeterRegistry registry, String state) {
        return registry.get("assay.runner.runs").tag("state", state).gauge().value();
    }
}
