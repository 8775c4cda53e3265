package dev.assay.runner.model.provider;

import dev.assay.target.v1.CompleteRequest;
import java.net.URI;
import java.time.Duration;

/**
 * A call of an application over gRPC.
 *
 * @param endpoint {@code grpc://host:port} or {@code grpcs://host:port}
 * @param stream whether the answer is to come in pieces
 * @param secret bearer token; empty for none
 * @param traceParent W3C trace context; empty for none
 * @param connectTimeout until there is a connection
 * @param timeout until the answer is there, the connection included
 * @param maxBytes a larger answer is broken off
 */
public record TargetCall(
        URI endpoint,
        CompleteRequest request,
        boolean stream,
        String secret,
        String traceParent,
        Duration connectTimeout,
        Duration timeout,
        long maxBytes) {

    @Override
    public String toString() {
        return (stream ? "StreamComplete at " : "Complete at ") + endpoint;
    }
}
