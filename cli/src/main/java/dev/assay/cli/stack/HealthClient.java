package dev.assay.cli.stack;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.util.concurrent.TimeUnit;

/** Asks a service on this machine whether it serves, by the health protocol of gRPC. */
final class HealthClient {

    private static final long DEADLINE_MILLIS = 2_000;

    private HealthClient() {}

    static boolean serves(int port) {
        ManagedChannel channel = OkHttpChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .disableRetry()
                .build();
        try {
            return HealthGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus()
                    == ServingStatus.SERVING;
        } catch (StatusRuntimeException e) {
            return false;
        } finally {
            channel.shutdownNow();
        }
    }
}
