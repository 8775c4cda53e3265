package dev.assay.runner.model.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.fake.FakeDatasetsResource;
import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.chat.RateLimitHint;
import dev.assay.runner.model.chat.RateLimitHint.Quota;
import dev.assay.runner.model.limit.LimitStore.Learnt;
import dev.assay.runner.model.limit.LimitStore.Past;
import dev.assay.runner.model.limit.LimitStore.Said;
import dev.assay.runner.model.limit.LimitStore.Wish;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.testing.Eventually;
import dev.assay.testing.PostgresResource;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.TokenUsage;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What several processes learn of one endpoint, they share through the database (R2). */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        initArgs = @ResourceArg(name = PostgresResource.DATASOURCES, value = "runner"))
@QuarkusTestResource(FakeDatasetsResource.class)
@SuppressWarnings("NullAway.Init")
class SharedLimitsTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final RateLimitHint TEN_A_SECOND =
            new RateLimitHint(new Quota(600, 590, Optional.of(Duration.ofSeconds(1))), Quota.UNKNOWN);

    @Inject
    LimitRepository store;

    @Inject
    @DataSource("runner")
    AgroalDataSource source;

    private final Queue<Long> sent = new ConcurrentLinkedQueue<>();

    @Test
    void aQuotaThatOneReplicaIsToldHoldsForAll() throws Exception {
        String endpoint = "https://told.example";
        try (Limiter one = new Limiter(store, "one");
                Limiter two = new Limiter(store, "two");
                Limiter three = new Limiter(store, "three")) {
            ChatModel told = model(one, endpoint, () -> answered().with(TEN_A_SECOND));
            ask(told);
            ask(told);
            // It goes to the store with the next renewal.
            Eventually.until(LONG, () -> renewed(endpoint).said().requestsPerMinute() == 600);
            sent.clear();
            ChatModel second = model(two, endpoint, SharedLimitsTest::answered);
            ChatModel third = model(three, endpoint, SharedLimitsTest::answered);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                threads.add(start(told));
                threads.add(start(second));
                threads.add(start(third));
            }
            for (Thread thread : threads) {
                assertThat(thread.join(LONG)).isTrue();
            }
            // Sixty at ten a second, but for half a second's worth. That not much less is used, ScheduleTest shows.
            assertThat(spread()).isBetween(5.0, 30.0);
        }
        sent.clear();
        // And it holds after a restart, before anything is said again.
        try (Limiter restarted = new Limiter(store, "restarted")) {
            ChatModel model = model(restarted, endpoint, SharedLimitsTest::answered);
            for (int i = 0; i < 20; i++) {
                ask(model);
            }
            assertThat(spread()).isGreaterThan(1.0);
        }
    }

    @Test
    void whatWentBeforeTheQuotaWasKnownCounts() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Limiter limiter = new Limiter(store, "before")) {
            ChatModel model = model(
                    limiter,
                    "https://before.example",
                    () -> calls.incrementAndGet() < 40 ? answered() : answered().with(TEN_A_SECOND));
            for (int i = 0; i < 50; i++) {
                ask(model);
            }
            // As if the quota had been known from the start.
            assertThat(spread()).isBetween(4.2, 30.0);
        }
    }

    /** RFC 9110, 10.2.3: 503 has a Retry-After too. */
    @Test
    void anOverloadedProviderIsLeftAloneByAll() throws Exception {
        ErrorReason reason = ErrorReason.MODEL_FAILED;
        Failure overloaded =
                new Failure(reason, "later", 503, Failure.Scope.ATTEMPT, Optional.of(Duration.ofSeconds(4)), "");
        String endpoint = "https://overloaded.example";
        try (Limiter one = new Limiter(store, "one");
                Limiter two = new Limiter(store, "two")) {
            ChatModel refused = model(one, endpoint, () -> ChatResult.failed(overloaded, CallTiming.NONE, 1));
            ChatModel other = model(two, endpoint, SharedLimitsTest::answered);
            ask(other);
            long until = System.nanoTime() + Duration.ofSeconds(4).toNanos();
            for (int i = 0; i < QuietTime.REFUSALS; i++) {
                ask(refused);
            }
            Eventually.until(LONG, () -> renewed(endpoint).quiet().isPositive());
            sent.clear();
            // Whoever begins hears of it before its first call.
            try (Limiter three = new Limiter(store, "three")) {
                ask(model(three, endpoint, SharedLimitsTest::answered));
            }
            ask(refused);
            assertThat(sent).allMatch(time -> time - until > -500_000_000L);
        }
    }

    /** What a replica has under way is its part of what all have. */
    @Test
    void replicasThatShareALimitGrowItBack() throws Exception {
        String endpoint = "https://grows.example";
        // Learnt before: twelve at once.
        store.renew(
                Limiter.key("", endpoint),
                "zero",
                new Wish(48, 1, 0, Duration.ofMillis(1), new Learnt(12, 0), Said.NOTHING));
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        try (Limiter one = new Limiter(store, "one");
                Limiter two = new Limiter(store, "two");
                Limiter three = new Limiter(store, "three")) {
            for (Limiter each : List.of(one, two, three)) {
                ChatModel model = each.limit(
                        (request, timeLeft) -> {
                            Thread.sleep(20);
                            return answered();
                        },
                        "",
                        endpoint,
                        new Quotas(0, 0, 48));
                for (int i = 0; i < 48; i++) {
                    threads.add(Thread.ofVirtual().start(() -> {
                        try {
                            while (!over.get()) {
                                ask(model);
                            }
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }));
                }
            }
            Eventually.until(LONG, () -> one.concurrency() > 24 && two.concurrency() > 24 && three.concurrency() > 24);
            over.set(true);
            for (Thread thread : threads) {
                assertThat(thread.join(LONG)).isTrue();
            }
        }
    }

    @Test
    void leasesOfTheDeadAreClearedAway() throws SQLException {
        String key = Limiter.key("", "https://dead.example");
        try (Connection connection = source.getConnection();
                Statement sql = connection.createStatement()) {
            for (int i = 0; i < 50; i++) {
                sql.execute("insert into concurrency_lease (key, holder, wanted, granted, expire_time) values ('" + key
                        + "', 'dead" + i + "', 1, 1, now() - interval '1 day')");
            }
            store.renew(key, "me", wish());
            try (ResultSet rows =
                    sql.executeQuery("select count(*) from concurrency_lease where key = '" + key + "'")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(1);
            }
        }
    }

    @Test
    void anEndpointWhoseStoreHangsHoldsUpNoOther() throws Exception {
        List<String> released = new ArrayList<>();
        Hanging hanging = new Hanging(Limiter.key("", "https://hangs.example"), released);
        try (Limiter limiter = new Limiter(hanging, "me")) {
            ask(model(limiter, "https://fine.example", SharedLimitsTest::answered));
            Thread stuck = start(model(limiter, "https://hangs.example", SharedLimitsTest::answered));
            Eventually.until(LONG, hanging::hangs);
            Eventually.until(LONG, () -> {
                synchronized (released) {
                    return released.contains(Limiter.key("", "https://fine.example"));
                }
            });
            hanging.letGo();
            assertThat(stuck.join(LONG)).isTrue();
        }
    }

    /** A process that ends leaves its part to the others at once. */
    @Test
    void whoEndsGivesBackItsPart() throws Exception {
        String endpoint = "https://ends.example";
        try (Limiter limiter = new Limiter(store, "ends")) {
            ask(model(limiter, endpoint, SharedLimitsTest::answered));
        }
        String key = Limiter.key("", endpoint);
        assertThat(store.renew(key, "next", new Wish(16, 16, 0, Duration.ofSeconds(10), new Learnt(0, 0), Said.NOTHING))
                        .granted())
                .isEqualTo(16);
    }

    @Test
    void whatIsNotUsedIsForgotten() throws Exception {
        try (Limiter limiter = new Limiter(store, "forgetful")) {
            for (int i = 1; i <= 10; i++) {
                ChatModel model =
                        limiter.limit((request, left) -> answered(), "", "https://x.example", new Quotas(0, 0, i));
                ask(model);
            }
            long soon = System.nanoTime();
            limiter.forget(soon);
            assertThat(limiter.size()).isEqualTo(10);
            Eventually.until(LONG, () -> {
                limiter.forget(soon + Duration.ofHours(2).toNanos());
                return limiter.size() == 0;
            });
        }
    }

    private LimitStore.Lease renewed(String endpoint) {
        String key = Limiter.key("", endpoint);
        LimitStore.Lease lease = store.renew(key, "observer", wish());
        store.release(key, "observer");
        return lease;
    }

    private static Wish wish() {
        return new Wish(1_000, 1, 0, Duration.ofSeconds(1), new Learnt(0, -1), Said.NOTHING);
    }

    private ChatModel model(Limiter limiter, String endpoint, Supplier<ChatResult> result) {
        return limiter.limit(
                (request, timeLeft) -> {
                    sent.add(System.nanoTime());
                    return result.get();
                },
                "",
                endpoint,
                new Quotas(0, 0, 16));
    }

    private double spread() {
        List<Long> times = sent.stream().sorted().toList();
        return (times.getLast() - times.getFirst()) / 1e9;
    }

    private static Thread start(ChatModel model) {
        return Thread.ofVirtual().start(() -> {
            try {
                ask(model);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void ask(ChatModel model) throws InterruptedException {
        ChatRequest request = new ChatRequest(List.of(), GenerationParameters.getDefaultInstance(), 0, Map.of(), "");
        model.complete(request, LONG).hold().release();
    }

    private static ChatResult answered() {
        return new ChatResult(
                new ChatResult.Answered(Answer.getDefaultInstance()),
                CallTiming.NONE,
                TokenUsage.getDefaultInstance(),
                1);
    }

    /** Grants whatever is wished, but hangs for one key. */
    private static final class Hanging implements LimitStore {

        private final String key;
        private final List<String> released;
        private boolean hangs;
        private boolean over;

        Hanging(String key, List<String> released) {
            this.key = key;
            this.released = released;
        }

        synchronized boolean hangs() {
            return hangs;
        }

        synchronized void letGo() {
            over = true;
            notifyAll();
        }

        @Override
        public void past(String of, Quotas quotas, List<Past> pasts) {}

        @Override
        public Turns take(String of, Quotas quotas, List<Long> asks, List<Change> changes) {
            throw new AssertionError("there is no quota");
        }

        @Override
        public synchronized Lease renew(String of, String holder, Wish wish) {
            while (of.equals(key) && !over) {
                hangs = true;
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return new Lease(wish.limit(), new Learnt(0, 0), Duration.ZERO, Said.NOTHING);
        }

        @Override
        public void quiet(String of, Duration time) {}

        @Override
        public void release(String of, String holder) {
            synchronized (released) {
                released.add(of);
            }
        }
    }
}
