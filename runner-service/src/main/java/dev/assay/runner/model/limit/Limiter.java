package dev.assay.runner.model.limit;

import dev.assay.runner.model.chat.ChatModel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** All limits of this process. Models with the same credential, endpoint and limits share them. */
public final class Limiter implements AutoCloseable {

    private static final Duration TENDING = Duration.ofSeconds(1);

    private record Bounds(String key, Quotas quotas) {}

    private final LimitStore store;
    private final String holder;
    private final Map<Bounds, EndpointLimits> limits = new ConcurrentHashMap<>();
    private final Thread tender;

    /**
     * @param store what replicas share
     * @param holder name of this process, different from that of any other
     */
    public Limiter(LimitStore store, String holder) {
        this.store = store;
        this.holder = holder;
        this.tender = Thread.ofVirtual().name("assay-runner-limits").start(this::tend);
    }

    /** Puts a model under the limits of its credential and endpoint. */
    public ChatModel limit(ChatModel model, String credential, String endpoint, Quotas quotas) {
        String key = key(credential, endpoint);
        EndpointLimits shared = limits.computeIfAbsent(
                new Bounds(key, quotas),
                bounds -> new EndpointLimits(store, key, holder + "/" + name(bounds.quotas()), bounds.quotas()));
        return new LimitedModel(model, shared);
    }

    /** Calls that wait for limits of any kind now. */
    public int waiting() {
        return limits.values().stream().mapToInt(EndpointLimits::waiting).sum();
    }

    /** Calls at once over all replicas, as learnt, of the endpoints that this process uses now. */
    public int concurrency() {
        return limits.values().stream()
                .filter(EndpointLimits::inUse)
                .mapToInt(EndpointLimits::concurrency)
                .sum();
    }

    /** Endpoints that are left alone now because their providers asked for it. */
    public int quiet() {
        return (int) limits.values().stream().filter(EndpointLimits::isQuiet).count();
    }

    @Override
    public void close() {
        tender.interrupt();
    }

    private void tend() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(TENDING.toNanos());
            for (EndpointLimits each : limits.values()) {
                each.tend();
            }
        }
    }

    private static String name(Quotas quotas) {
        return quotas.concurrency() + "/" + quotas.requestsPerMinute() + "/" + quotas.tokensPerMinute();
    }

    private static String key(String credential, String endpoint) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(credential.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            return HexFormat.of()
                    .formatHex(sha.digest(endpoint.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
