package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.type.v1.ErrorReason;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Connections that servers keep, announce to close, and close without a word: R1, R3. */
class ConnectionsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpModelClient CLIENT = new HttpModelClient(VERTX, AddressGuard.open());
    private static final String BODY =
            "{\"choices\":[{\"message\":{\"content\":\"Paris.\"},\"finish_reason\":\"stop\"}]}";

    private final AtomicInteger connections = new AtomicInteger();

    @AfterAll
    static void close() {
        CLIENT.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anAnnouncedCloseOpensAnotherConnection() throws Exception {
        try (ServerSocket server = server("Connection: close\r\n", 1)) {
            for (int call = 1; call <= 3; call++) {
                assertThat(ask(server).outcome()).isInstanceOf(ChatResult.Answered.class);
                assertThat(connections).hasValue(call);
            }
        }
    }

    @Test
    void aCloseWithoutAWordIsAFailureOfOneAttemptAtMost() throws Exception {
        try (ServerSocket server = server("", 2)) {
            for (int call = 1; call <= 60; call++) {
                ChatResult result = ask(server);
                if (result.outcome() instanceof ChatResult.Failed(Failure failure)) {
                    assertThat(failure.reason()).isEqualTo(ErrorReason.MODEL_FAILED);
                    assertThat(failure.scope()).isEqualTo(Failure.Scope.ATTEMPT);
                    assertThat(ask(server).outcome()).isInstanceOf(ChatResult.Answered.class);
                }
            }
        }
    }

    /** A server that closes each connection after so many responses. */
    private ServerSocket server(String header, int responses) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (true) {
                try {
                    Socket connection = server.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> serve(connection, header, responses));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return server;
    }

    private static void serve(Socket connection, String header, int responses) {
        try (connection) {
            for (int i = 0; i < responses; i++) {
                readRequest(connection.getInputStream());
                connection
                        .getOutputStream()
                        .write(Exchanges.bytes("HTTP/1.1 200 OK\r\nContent-Length: " + BODY.length() + "\r\n" + header
                                + "\r\n" + BODY));
                connection.getOutputStream().flush();
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private static void readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            head.append((char) next);
        }
        String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
        String length = lower.substring(lower.indexOf("content-length:") + 15).strip();
        in.readNBytes(Integer.parseInt(length.substring(0, length.indexOf("\r\n"))));
    }

    private static ChatResult ask(ServerSocket server) throws InterruptedException {
        HttpTarget target = new HttpTarget(
                URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1"),
                "m-1",
                "",
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                1_000_000);
        return HttpChatModel.openAi(CLIENT, Exchanges.credentials(), target)
                .complete(Exchanges.request(), Duration.ofSeconds(60));
    }
}
