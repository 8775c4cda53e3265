package dev.assay.runner.model.limit;

import dev.assay.runner.model.chat.ChatModel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** All limits of this process. Models with the same credential, endpoint and limits share them. */
public final class Limiter implements AutoCloseable {

    private static final Duration TENDING = Duration.ofSeconds(1);

    /** A store that does not answer holds up the end no longer; leases run out by themselves. */
    private static final Duration PARTING = Duration.ofSeconds(2);

    /** What was not used for so long is forgotten; the store knows what was learnt. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private record Bounds(String key, Quotas quotas) {}

    /**
     * Limits in use.
     *
     * @param used when they were asked for last, as a {@link System#nanoTime()}
     */
    private record Known(EndpointLimits limits, long used) {}

    private final LimitStore store;
    private final String holder;
    private final Map<Bounds, Known> limits = new ConcurrentHashMap<>();
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
        Bounds bounds = new Bounds(key, quotas);
        return new LimitedModel(model, () -> limits(bounds));
    }

    private EndpointLimits limits(Bounds bounds) {
        return limits.compute(bounds, (ignored, known) -> {
                    EndpointLimits its = known != null
                            ? known.limits()
                            : new EndpointLimits(
                                    store, bounds.key(), holder + "/" + name(bounds.quotas()), bounds.quotas());
                    return new Known(its, System.nanoTime());
                })
                .limits();
    }

    /** Calls that wait for limits of any kind now. */
    public int waiting() {
        return all().mapToInt(EndpointLimits::waiting).sum();
    }

    /** Calls at once over all replicas, as learnt, of the endpoints that this process uses now. */
    public int concurrency() {
        return all().filter(EndpointLimits::inUse)
                .mapToInt(EndpointLimits::concurrency)
                .sum();
    }

    /** Endpoints that are left alone now because their providers asked for it. */
    public int quiet() {
        return (int) all().filter(EndpointLimits::isQuiet).count();
    }

    @Override
    public void close() {
        tender.interrupt();
        long until = System.nanoTime() + PARTING.toNanos();
        try {
            tender.join(PARTING);
            List<Thread> closing =
                    all().map(each -> Thread.ofVirtual().start(each::close)).toList();
            for (Thread each : closing) {
                each.join(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Stream<EndpointLimits> all() {
        return limits.values().stream().map(Known::limits);
    }

    private void tend() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(TENDING.toNanos());
            all().forEach(EndpointLimits::tend);
            forget(System.nanoTime());
        }
    }

    /** Forgets what was not used for long. */
    void forget(long now) {
        for (Bounds bounds : limits.keySet()) {
            limits.computeIfPresent(
                    bounds,
                    (ignored, known) -> now - known.used() > FORGOTTEN.toNanos()
                                    && known.limits().isIdle()
                            ? null
                            : known);
        }
    }

    /** How many limits are known. */
    int size() {
        return limits.size();
    }

    private static String name(Quotas quotas) {
        return quotas.concurrency() + "/" + quotas.requestsPerMinute() + "/" + quotas.tokensPerMinute();
    }

    static String key(String credential, String endpoint) {
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
