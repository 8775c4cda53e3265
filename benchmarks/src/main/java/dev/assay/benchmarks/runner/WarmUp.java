package dev.assay.benchmarks.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.Model;
import io.grpc.StatusException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Some thousand calls to a model of its own, after which the services' code is compiled, as in processes that have run for a while. */
final class WarmUp {

    private static final int CALLS = 15_000;
    private static final int AT_ONCE = 64;

    private static final byte[] ANSWER = """
            {"id": "1", "object": "chat.completion", "model": "warm", "choices": [{"index": 0, "finish_reason": "stop",
            "message": {"role": "assistant", "content": "yes"}}], "usage": {"prompt_tokens": 9, "completion_tokens": 1}}
            """.getBytes(UTF_8);

    private WarmUp() {}

    static void run(RunnerPeer peer) throws IOException, InterruptedException, StatusException {
        Path data = Files.createTempFile("warm", ".jsonl");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().add("content-type", "application/json");
                exchange.sendResponseHeaders(200, ANSWER.length);
                exchange.getResponseBody().write(ANSWER);
                exchange.close();
            });
            server.start();
            Files.writeString(
                    data,
                    IntStream.range(0, CALLS)
                            .mapToObj(i -> "{\"input\": \"Is this call " + i + "?\", \"target\": \"yes\"}\n")
                            .collect(Collectors.joining()));
            peer.run(
                    data,
                    Model.newBuilder()
                            .setEndpoint(
                                    "http://127.0.0.1:" + server.getAddress().getPort() + "/v1")
                            .setModelId("warm")
                            .setLimits(Limits.newBuilder().setConcurrency(AT_ONCE)));
            server.stop(0);
        } finally {
            Files.delete(data);
        }
    }
}
