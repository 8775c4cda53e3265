package dev.assay.runner.execution;

import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.v1.Run.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The meters {@code assay.runner.*}. */
@Singleton
public class WorkMetricsConfig {

    @Produces
    @Singleton
    WorkListener listener(MeterRegistry registry) {
        return new Meters(registry);
    }

    private static final class Meters implements WorkListener {

        private final MeterRegistry registry;
        private final AtomicInteger shards;
        private final AtomicInteger calls;
        private final Counter retries;
        private final Counter stalls;
        private final Map<State, AtomicLong> open = new EnumMap<>(State.class);
        private final Timer limited;
        private final Timer backoff;

        Meters(MeterRegistry registry) {
            this.registry = registry;
            this.shards = registry.gauge("assay.runner.shards.active", new AtomicInteger());
            this.calls = registry.gauge("assay.runner.completions.active", new AtomicInteger());
            this.retries = registry.counter("assay.runner.retries");
            this.stalls = registry.counter("assay.runner.runs.stalled");
            for (State state : List.of(State.PENDING, State.RUNNING, State.STALLED)) {
                AtomicLong runs = registry.gauge(
                        "assay.runner.runs",
                        List.of(Tag.of("state", state.name().toLowerCase(Locale.ROOT))),
                        new AtomicLong());
                open.put(state, runs);
            }
            this.limited = registry.timer("assay.runner.wait.limit");
            this.backoff = registry.timer("assay.runner.wait.backoff");
        }

        @Override
        public void shard(int change) {
            shards.addAndGet(change);
        }

        @Override
        public void call(int change) {
            calls.addAndGet(change);
        }

        @Override
        public void lookedUp(int hits, int misses) {
            registry.counter("assay.runner.cache", "result", "hit").increment(hits);
            registry.counter("assay.runner.cache", "result", "miss").increment(misses);
        }

        @Override
        public void open(Map<State, Long> byState) {
            open.forEach((state, runs) -> runs.set(byState.getOrDefault(state, 0L)));
        }

        @Override
        public void stalled() {
            stalls.increment();
        }

        @Override
        public void made(String provider, ChatResult result) {
            CallTiming timing = result.timing();
            retries.increment(Math.max(0, result.attempts() - 1));
            limited.record(timing.limited());
            backoff.record(timing.backoff());
            if (timing.latency() != null) {
                registry.timer("assay.runner.call.latency", "provider", provider)
                        .record(timing.latency());
            }
            String outcome = switch (result.outcome()) {
                case ChatResult.Answered ignored -> "answer";
                case ChatResult.Failed(var failure) -> failure.reason().name().toLowerCase(Locale.ROOT);
            };
            registry.counter("assay.runner.completions", "provider", provider, "outcome", outcome)
                    .increment();
            registry.counter("assay.runner.tokens", "kind", "input")
                    .increment(result.usage().getInput()
                            + result.usage().getCachedInput()
                            + result.usage().getCacheWrite());
            registry.counter("assay.runner.tokens", "kind", "output")
                    .increment(result.usage().getOutput());
        }
    }
}
