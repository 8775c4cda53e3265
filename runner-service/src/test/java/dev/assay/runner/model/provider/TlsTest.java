package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.target.v1.CompleteRequest;
import dev.assay.target.v1.CompleteResponse;
import dev.assay.target.v1.TargetServiceGrpc;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContextBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS endpoints and gRPC targets over TLS, with good and bad certificates: R1, R10. */
class TlsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final X509TrustManager TRUST = Trust.withCertificatesOf(resource("authority.pem"));
    private static final HttpModelClient HTTP = new HttpModelClient(VERTX, AddressGuard.open(), Optional.of(TRUST));
    private static final GrpcTargetClient GRPC = new GrpcTargetClient(AddressGuard.open(), Optional.of(TRUST));

    /** Questions that reached a server, and so might have told it the key. */
    private final AtomicInteger asked = new AtomicInteger();

    @AfterAll
    static void close() {
        HTTP.close();
        GRPC.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aCertificateOfATrustedAuthorityIsGood() throws Exception {
        for (String host : new String[] {"localhost", "127.0.0.1"}) {
            for (ChatResult result : both("good", host, HTTP, GRPC)) {
                assertThat(result.outcome()).as(host).isInstanceOf(ChatResult.Answered.class);
            }
        }
        assertThat(asked).hasValue(4);
    }

    @Test
    void otherCertificatesEndTheRunBeforeAnythingIsSent() throws Exception {
        try (HttpModelClient http = new HttpModelClient(VERTX, AddressGuard.open());
                GrpcTargetClient grpc = new GrpcTargetClient(AddressGuard.open())) {
            for (ChatResult result : both("good", "localhost", http, grpc)) {
                refused(
                        result,
                        "signed by no authority that is trusted; assay.runner.trusted-certificates can name it");
            }
        }
        for (ChatResult result : both("expired", "localhost", HTTP, GRPC)) {
            refused(result, "the server's certificate has expired (NotAfter: ");
        }
        for (String host : new String[] {"localhost", "127.0.0.1"}) {
            for (ChatResult result : both("other-host", host, HTTP, GRPC)) {
                refused(result, "the server's certificate is not good for this host (No ");
            }
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsSaidNotTo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerPlainly(server));
            for (ChatModel model : new ChatModel[] {
                http(HTTP, "https://127.0.0.1:" + server.getLocalPort()),
                grpc(GRPC, "grpcs://127.0.0.1:" + server.getLocalPort())
            }) {
                Failure failure = failure(model.complete(Exchanges.request(), Duration.ofSeconds(60)));
                assertThat(failure.message()).contains("TLS failed: ");
                assertThat(failure.reason()).isEqualTo(ErrorReason.MODEL_UNREACHABLE);
                assertThat(failure.scope()).isEqualTo(Failure.Scope.ATTEMPT);
            }
        }
    }

    /** As servers without TLS do: whatever comes is a bad request to them. */
    private static void answerPlainly(ServerSocket server) {
        while (true) {
            try (Socket connection = server.accept()) {
                connection.getInputStream().read();
                connection
                        .getOutputStream()
                        .write(Exchanges.bytes("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"));
                connection.getOutputStream().flush();
                connection.shutdownOutput();
                connection.getInputStream().readAllBytes();
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void authoritiesThatCannotBeReadAreNamed(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("missing.pem");
        assertThatThrownBy(() -> Trust.withCertificatesOf(missing)).hasMessageContaining(missing.toString());
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertThatThrownBy(() -> Trust.withCertificatesOf(empty)).hasMessageContaining("no certificates");
        Path odd = Files.writeString(folder.resolve("odd.pem"), "-----BEGIN CERTIFICATE-----\nodd\n");
        assertThatThrownBy(() -> Trust.withCertificatesOf(odd)).hasMessageContaining("cannot be read");
        assertThat(TRUST.getAcceptedIssuers()).hasSizeGreaterThan(50);
    }

    private static void refused(ChatResult result, String message) {
        Failure failure = failure(result);
        assertThat(failure.message()).contains(message);
        assertThat(failure.reason()).isEqualTo(ErrorReason.MODEL_UNREACHABLE);
        assertThat(failure.scope()).isEqualTo(Failure.Scope.RUN);
    }

    /** A call over HTTPS and one over gRPC to servers with that certificate. */
    private ChatResult[] both(String certificate, String host, HttpModelClient http, GrpcTargetClient grpc)
            throws Exception {
        KeyManagerFactory keys = keys(certificate);
        HttpsServer https = https(keys);
        Server target = target(keys);
        try {
            return new ChatResult[] {
                http(http, "https://" + host + ":" + https.getAddress().getPort())
                        .complete(Exchanges.request(), Duration.ofSeconds(60)),
                grpc(grpc, "grpcs://" + host + ":" + target.getPort())
                        .complete(Exchanges.request(), Duration.ofSeconds(60))
            };
        } finally {
            https.stop(0);
            target.shutdownNow().awaitTermination();
        }
    }

    private HttpsServer https(KeyManagerFactory keys) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            byte[] body = Exchanges.bytes(
                    "{\"choices\":[{\"message\":{\"content\":\"Paris.\"},\"finish_reason\":\"stop\"}]}");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private Server target(KeyManagerFactory keys) throws Exception {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(keys))
                        .build())
                .addService(new TargetServiceGrpc.TargetServiceImplBase() {
                    @Override
                    public void complete(CompleteRequest request, StreamObserver<CompleteResponse> observer) {
                        asked.incrementAndGet();
                        observer.onNext(CompleteResponse.newBuilder()
                                .setMessage(Message.newBuilder()
                                        .addParts(Part.newBuilder().setText("Paris.")))
                                .build());
                        observer.onCompleted();
                    }
                })
                .build()
                .start();
    }

    private static ChatModel http(HttpModelClient client, String url) {
        return HttpChatModel.openAi(client, Exchanges.credentials(), endpoint(url));
    }

    private static ChatModel grpc(GrpcTargetClient client, String url) {
        return new TargetModel(client, Exchanges.credentials(), endpoint(url));
    }

    private static HttpTarget endpoint(String url) {
        return new HttpTarget(
                URI.create(url), "m-1", "env:KEY", Duration.ofSeconds(30), Duration.ofSeconds(60), 1_000_000);
    }

    private static Failure failure(ChatResult result) {
        return ((ChatResult.Failed) result.outcome()).failure();
    }

    private static KeyManagerFactory keys(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(resource(name + ".p12"))) {
            store.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, "changeit".toCharArray());
        return factory;
    }

    private static Path resource(String name) {
        return Path.of(URI.create(Objects.requireNonNull(TlsTest.class.getResource("tls/" + name), name)
                .toString()));
    }
}
