package dev.assay.testing.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.assay.testing.model.HttpConnection.Incoming;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An OpenAI-compatible server on a free port of loopback: {@code POST chat/completions}, {@code POST completions} and {@code GET models} below
 * {@link #url()}. It answers as its {@link Script} says, remembers every request, and can insist on an API key and on a quota. Safe for use by
 * many threads; the script, the key and the quota can be changed at any time.
 */
public final class FakeModelServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BACKLOG = 4096;

    private final ServerSocket listener;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<ModelRequest> requests = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    private final Set<String> models = new CopyOnWriteArraySet<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger maxInFlight = new AtomicInteger();
    private final AtomicInteger quotaRejections = new AtomicInteger();
    private volatile Script script;
    private volatile @Nullable String apiKey;
    private volatile @Nullable Quota quota;
    private volatile boolean everyPath;

    private FakeModelServer(Script script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    }

    /** A server that answers with the prompt. */
    public static FakeModelServer start() {
        return start(Script.echo());
    }

    /** A server with that script. */
    public static FakeModelServer start(Script script) {
        try {
            FakeModelServer server = new FakeModelServer(script);
            Thread.ofVirtual().name("fake model server").start(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("no port for the fake model server", e);
        }
    }

    /** The base address as a client is configured with it: {@code http://127.0.0.1:PORT/v1}. */
    public String url() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    /** The port. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Replies in another way from now on. */
    public FakeModelServer script(Script other) {
        script = other;
        return this;
    }

    /** Refuses every request without {@code Authorization: Bearer} and that key, with a 401. */
    public FakeModelServer requireKey(String key) {
        apiKey = key;
        return this;
    }

    /** Gives a POST to any path to the script, so that it can speak other protocols. */
    public FakeModelServer everyPath() {
        everyPath = true;
        return this;
    }

    /** Refuses every request for another model with a 404. Without such a list it takes any name. */
    public FakeModelServer onlyModels(String... names) {
        models.clear();
        models.addAll(List.of(names));
        return this;
    }

    /** Refuses with a 429 and {@code Retry-After} what goes beyond that many requests in any minute. */
    public FakeModelServer quotaPerMinute(int requestsPerMinute) {
        return quota(requestsPerMinute, Duration.ofMinutes(1));
    }

    /** The same for any window of that length, so that a test need not take minutes. */
    public FakeModelServer quota(int requestsPerWindow, Duration window) {
        quota = new Quota(requestsPerWindow, window);
        return this;
    }

    /** Every request so far, refused ones included, in the order of their numbers. */
    public List<ModelRequest> requests() {
        return requests.stream()
                .sorted((one, other) -> Long.compare(one.number(), other.number()))
                .toList();
    }

    /** The requests with that prompt. */
    public List<ModelRequest> requests(String prompt) {
        return requests().stream()
                .filter(request -> request.prompt().equals(prompt))
                .toList();
    }

    /** How many requests there were, refused ones included. */
    public int requestCount() {
        return requests.size();
    }

    /** How many requests were being answered at once, at most. */
    public int maxInFlight() {
        return maxInFlight.get();
    }

    /** How many requests are being answered now. */
    public int inFlight() {
        return inFlight.get();
    }

    /** How many requests went beyond the quota. */
    public int quotaRejections() {
        return quotaRejections.get();
    }

    /** Forgets all requests and counts; script, key and quota stay, and the quota's window starts anew. */
    public void forget() {
        requests.clear();
        attempts.clear();
        maxInFlight.set(inFlight.get());
        quotaRejections.set(0);
        Quota current = quota;
        if (current != null) {
            quota = current.fresh();
        }
    }

    /** Closes every connection, hanging ones included, and refuses new ones. */
    @Override
    public void close() {
        closeQuietly(listener);
        threads.forEach(Thread::interrupt);
        connections.forEach(FakeModelServer::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().name("fake model connection").start(() -> serve(socket));
            } catch (IOException e) {
                closeQuietly(listener); // By close(), as a rule; a broken listener is of no use either.
            }
        }
    }

    private void serve(Socket socket) {
        threads.add(Thread.currentThread());
        try (HttpConnection connection = new HttpConnection(socket)) {
            connections.add(connection);
            try {
                boolean usable = !listener.isClosed();
                while (usable) {
                    Incoming incoming = connection.read();
                    usable = incoming != null && answer(connection, incoming);
                }
            } finally {
                connections.remove(connection);
            }
        } catch (IOException e) {
            // The client went away, which is its right and often the point of the test.
            closeQuietly(socket);
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    private boolean answer(HttpConnection connection, Incoming incoming) throws IOException {
        int now = inFlight.incrementAndGet();
        maxInFlight.accumulateAndGet(now, Math::max);
        try {
            ModelRequest request = record(incoming);
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("x-request-id", "req_fake" + request.number());
            Reply reply = reply(request, headers);
            headers.put(
                    "Content-Type",
                    request.stream() && reply.status() == 200
                            ? "text/event-stream; charset=utf-8"
                            : "application/json");
            byte[] body = reply.body().apply(request);
            if (reply.delay().isPositive()) {
                HttpConnection.pause(reply.delay());
            }
            boolean usable = connection.write(reply, body, headers);
            return usable && !request.header("connection").equalsIgnoreCase("close");
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private ModelRequest record(Incoming incoming) {
        String body = new String(incoming.body(), StandardCharsets.UTF_8);
        JsonNode json = parse(body);
        String key = json.path("model").asText("") + '\n' + ModelRequest.promptOf(json);
        int attempt = attempts.computeIfAbsent(key, _ -> new AtomicInteger()).incrementAndGet();
        ModelRequest request = new ModelRequest(
                numbers.incrementAndGet(),
                attempt,
                Instant.now(),
                incoming.method(),
                incoming.path(),
                incoming.headers(),
                body,
                json);
        requests.add(request);
        return request;
    }

    private Reply reply(ModelRequest request, Map<String, String> headers) {
        String key = apiKey;
        if (key != null && !request.header("authorization").equals("Bearer " + key)) {
            return ApiErrors.wrongKey(request.header("authorization").replaceFirst("^Bearer ", ""));
        }
        if (request.method().equals("GET") && request.path().equals("/v1/models")) {
            return ModelList.of(models);
        }
        boolean known = everyPath
                || request.path().equals("/v1/chat/completions")
                || request.path().equals("/v1/completions");
        if (!known || !request.method().equals("POST")) {
            return ApiErrors.error(
                    404,
                    "Unknown URL (" + request.method() + " " + request.path() + ")",
                    "invalid_request_error",
                    null,
                    "unknown_url");
        }
        if (!request.json().isObject()) {
            return ApiErrors.invalidRequest("The body is no JSON object");
        }
        if (!models.isEmpty() && !models.contains(request.model())) {
            return ApiErrors.unknownModel(request.model());
        }
        Quota current = quota;
        if (current != null) {
            OptionalLong wait = current.take(System.nanoTime());
            headers.put("x-ratelimit-limit-requests", Integer.toString(current.limit()));
            headers.put("x-ratelimit-remaining-requests", Integer.toString(current.remaining()));
            if (wait.isPresent()) {
                quotaRejections.incrementAndGet();
                return ApiErrors.rateLimitFor(Duration.ofNanos(wait.getAsLong()).plusMillis(1));
            }
        }
        return script.reply(request);
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // It is gone either way.
            return;
        }
    }
}
