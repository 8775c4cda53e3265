package dev.assay.runner.model.provider;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over Vert.x. The name is resolved once, the address checked, and the connection made to that very address, so that a name
 * cannot change its mind in between. Redirects are not followed. One deadline bounds the whole exchange, however slowly bytes drip.
 */
public final class HttpModelClient implements HttpSender, AutoCloseable {

    private static final int CONNECTIONS_AN_ADDRESS = 4_096;
    private static final int CONNECTIONS_TRIED = 4;

    private final HttpClient client;
    private final AddressGuard guard;
    private final AtomicInteger turn = new AtomicInteger();

    /** A client that trusts the authorities that the JDK knows. */
    public HttpModelClient(Vertx vertx, AddressGuard guard) {
        this(vertx, guard, Optional.empty());
    }

    /** @param trust whose certificates are taken; those of the JDK's authorities when empty */
    public HttpModelClient(Vertx vertx, AddressGuard guard, Optional<X509TrustManager> trust) {
        this.guard = guard;
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAlive(true)
                .setKeepAliveTimeout(20)
                .setTcpNoDelay(true)
                .setMaxRedirects(0)
                .setDecompressionSupported(false)
                .setVerifyHost(true)
                .setMaxHeaderSize(64 * 1024);
        trust.ifPresent(manager -> options.setTrustOptions(TrustOptions.wrap(manager)));
        this.client = vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS_AN_ADDRESS))
                // A broken connection is told to whoever uses it; it is no news for the log.
                .withConnectHandler(connection -> connection.exceptionHandler(ignored -> {}))
                .build();
    }

    @Override
    public HttpReply send(HttpCall call) throws InterruptedException {
        long deadline = System.nanoTime() + call.timeout().toNanos();
        InetAddress address;
        try {
            InetAddress[] addresses = guard.resolve(call.target().getHost());
            address = addresses[Math.floorMod(turn.get(), addresses.length)];
        } catch (UnknownHostException e) {
            return new HttpReply.Broken(HttpReply.Kind.UNREACHABLE, "unknown host");
        } catch (AddressGuard.RefusedException e) {
            return new HttpReply.Broken(HttpReply.Kind.REFUSED, String.valueOf(e.getMessage()));
        }
        Exchange exchange = new Exchange(call.maxBytes());
        open(options(call, address), call, exchange, CONNECTIONS_TRIED);
        try {
            HttpReply reply = exchange.reply.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (reply instanceof HttpReply.Broken(HttpReply.Kind kind, String ignored)
                    && kind == HttpReply.Kind.UNREACHABLE) {
                turn.incrementAndGet();
            }
            return reply;
        } catch (TimeoutException e) {
            return new HttpReply.Broken(HttpReply.Kind.TIMEOUT, "no whole answer within " + seconds(call.timeout()));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            exchange.abandon();
        }
    }

    @Override
    public void close() {
        client.close().onFailure(ignored -> {
            // The process ends anyway.
        });
    }

    /**
     * Sends the request over a connection that is kept or new. A kept one may turn out to have been closed by the server before anything was
     * sent; then another is taken.
     */
    private void open(RequestOptions options, HttpCall call, Exchange exchange, int tries) {
        client.request(options)
                .onSuccess(request -> exchange.start(request, Buffer.buffer(call.body())))
                .onFailure(error -> {
                    if (!(error instanceof HttpClosedException)) {
                        exchange.end(unreachable(error, call));
                    } else if (tries > 1) {
                        open(options, call, exchange, tries - 1);
                    } else {
                        exchange.broken(error);
                    }
                });
    }

    private static RequestOptions options(HttpCall call, InetAddress address) {
        URI target = call.target();
        boolean tls = "https".equalsIgnoreCase(target.getScheme());
        int port = target.getPort() >= 0 ? target.getPort() : tls ? 443 : 80;
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(stripBrackets(target.getHost()))
                .setPort(port)
                .setSsl(tls)
                .setURI((target.getRawPath().isEmpty() ? "/" : target.getRawPath())
                        + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery()))
                .setFollowRedirects(false)
                .setConnectTimeout(call.connectTimeout().toMillis())
                .putHeader("content-type", "application/json")
                .putHeader("accept", "application/json")
                .putHeader("accept-encoding", "identity")
                .putHeader("user-agent", "assay");
        call.headers().forEach(options::putHeader);
        return options;
    }

    private static HttpReply unreachable(Throwable error, HttpCall call) {
        Optional<HttpReply.Broken> tls = TlsFailure.of(error);
        if (tls.isPresent()) {
            return tls.get();
        }
        String message = Lines.one(String.valueOf(error.getMessage()));
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("refused")) {
            message = "connection refused";
        } else if (lower.contains("timed out") || lower.contains("timeout")) {
            message = "no connection within " + seconds(call.connectTimeout());
        }
        return new HttpReply.Broken(HttpReply.Kind.UNREACHABLE, message);
    }

    private static String stripBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    /** One request and what comes back. Its callbacks run on one event loop; the reply is handed over once. */
    private static final class Exchange {

        private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
        private final long maxBytes;
        private final Buffer body = Buffer.buffer();
        private final Arrivals.Recorder arrivals = new Arrivals.Recorder();
        private volatile @Nullable HttpClientRequest request;

        Exchange(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        void start(HttpClientRequest opened, Buffer content) {
            request = opened;
            opened.exceptionHandler(this::broken);
            if (reply.isDone()) {
                opened.reset();
                return;
            }
            opened.send(content).onSuccess(this::receive).onFailure(this::broken);
        }

        private void receive(HttpClientResponse response) {
            response.exceptionHandler(this::broken);
            response.handler(chunk -> {
                if (body.length() + chunk.length() > maxBytes) {
                    end(new HttpReply.Broken(
                            HttpReply.Kind.TOO_LARGE, "the answer is larger than " + maxBytes + " bytes"));
                    abandon();
                } else {
                    body.appendBuffer(chunk);
                    arrivals.arrived(body.length());
                }
            });
            response.endHandler(ignored -> {
                Map<String, String> headers = new HashMap<>();
                response.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
                end(new HttpReply.Response(response.statusCode(), headers, body.getBytes(), arrivals.arrivals()));
            });
        }

        private void broken(Throwable error) {
            String message = error instanceof IOException ? "connection broken: " : "no whole answer: ";
            end(new HttpReply.Broken(HttpReply.Kind.RESET, message + Lines.one(String.valueOf(error.getMessage()))));
        }

        void end(HttpReply result) {
            reply.complete(result);
        }

        /** Closes the connection unless the response is whole; then the connection is reused. */
        void abandon() {
            HttpReply known = reply.getNow(null);
            if (known instanceof HttpReply.Response) {
                return;
            }
            reply.complete(new HttpReply.Broken(HttpReply.Kind.TIMEOUT, "given up"));
            HttpClientRequest opened = request;
            if (opened != null) {
                opened.reset();
            }
        }
    }
}
