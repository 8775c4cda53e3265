package dev.assay.kit.trace;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * One trace over processes and restarts: a caller's trace context is kept as a W3C {@code traceparent} with the work that it caused, and
 * taken up again by whatever thread or process does that work. Log lines carry the trace id.
 */
public final class Traces {

    private static final String TRACEPARENT = "traceparent";

    private Traces() {}

    /** The current trace context as a W3C {@code traceparent}; empty when there is none. */
    public static String current() {
        Map<String, String> carrier = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), carrier, (map, key, value) -> {
            if (map != null) {
                map.put(key, value);
            }
        });
        return carrier.getOrDefault(TRACEPARENT, "");
    }

    /** Runs {@code work} in a new span of the trace that {@code traceparent} names; in a new trace when it is empty. */
    public static void inSpan(String name, String traceparent, Runnable work) {
        Context parent = W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), Map.of(TRACEPARENT, traceparent), Getter.INSTANCE);
        Span span = GlobalOpenTelemetry.getTracer("assay")
                .spanBuilder(name)
                .setParent(parent)
                .startSpan();
        try {
            within(parent.with(span), work);
        } finally {
            span.end();
        }
    }

    /** Runs {@code work} in {@code context}, with its trace id in every log line. */
    public static void within(Context context, Runnable work) {
        SpanContext span = Span.fromContext(context).getSpanContext();
        if (!span.isValid()) {
            work.run();
            return;
        }
        Object outerTrace = MDC.get("traceId");
        Object outerSpan = MDC.get("spanId");
        try (Scope scope = context.makeCurrent()) {
            assert scope != null;
            MDC.put("traceId", span.getTraceId());
            MDC.put("spanId", span.getSpanId());
            work.run();
        } finally {
            restore("traceId", outerTrace);
            restore("spanId", outerSpan);
        }
    }

    private static void restore(String key, @Nullable Object value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }

    private enum Getter implements TextMapGetter<Map<String, String>> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return List.copyOf(carrier.keySet());
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            String value = carrier == null ? null : carrier.get(key);
            return value == null || value.isEmpty() ? null : value;
        }
    }
}
