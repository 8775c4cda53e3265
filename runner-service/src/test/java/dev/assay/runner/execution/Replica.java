package dev.assay.runner.execution;

import dev.assay.runner.cache.AnswerCache;
import dev.assay.runner.model.ChatModels;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.limit.LimitRepository;
import dev.assay.runner.model.limit.Limiter;
import dev.assay.runner.model.provider.AddressGuard;
import dev.assay.runner.model.provider.Credentials;
import dev.assay.runner.model.provider.GrpcTargetClient;
import dev.assay.runner.model.provider.HttpModelClient;
import dev.assay.runner.model.provider.HttpSender;
import dev.assay.runner.prompt.Prompts;
import dev.assay.runner.run.BudgetRepository;
import dev.assay.runner.run.Ledger;
import dev.assay.testing.Eventually;
import dev.assay.testing.model.Gate;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Another replica of the runner in this process, on the same database: with a scheduler, limits and an HTTP client of its own. */
public final class Replica implements AutoCloseable {

    /** Of 20 ms each: what is let through in all the patience is less than any run has. */
    private static final int LOOKS_PER_ANSWER = 5;

    private final RunWorkJob job;
    private final HttpModelClient client;
    private final Limiter limiter;
    private final AtomicInteger shards;
    private final AtomicInteger begun;
    private final AtomicInteger calls;
    private final Ice ice;

    private Replica(
            RunWorkJob job,
            HttpModelClient client,
            Limiter limiter,
            AtomicInteger shards,
            AtomicInteger begun,
            AtomicInteger calls,
            Ice ice) {
        this.job = job;
        this.client = client;
        this.limiter = limiter;
        this.shards = shards;
        this.begun = begun;
        this.calls = calls;
        this.ice = ice;
    }

    /** What freezes a replica: its calls do not come back, and its heart does not beat. */
    private static final class Ice {
        private volatile @Nullable CountDownLatch frozen;

        void pass() throws InterruptedException {
            CountDownLatch latch = frozen;
            if (latch != null) {
                latch.await();
            }
        }

        /** A data source that gives no connections while frozen; only what the scheduler needs of one. */
        javax.sql.DataSource over(javax.sql.DataSource source) {
            return new javax.sql.DataSource() {
                @Override
                public Connection getConnection() throws SQLException {
                    try {
                        pass();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new SQLException(e);
                    }
                    return source.getConnection();
                }

                @Override
                public Connection getConnection(String user, String password) throws SQLException {
                    throw new SQLFeatureNotSupportedException();
                }

                @Override
                public PrintWriter getLogWriter() throws SQLException {
                    throw new SQLFeatureNotSupportedException();
                }

                @Override
                public void setLogWriter(PrintWriter out) throws SQLException {
                    throw new SQLFeatureNotSupportedException();
                }

                @Override
                public void setLoginTimeout(int seconds) throws SQLException {
                    throw new SQLFeatureNotSupportedException();
                }

                @Override
                public int getLoginTimeout() {
                    return 0;
                }

                @Override
                public Logger getParentLogger() throws SQLFeatureNotSupportedException {
                    throw new SQLFeatureNotSupportedException();
                }

                @Override
                public <T> T unwrap(Class<T> type) throws SQLException {
                    return source.unwrap(type);
                }

                @Override
                public boolean isWrapperFor(Class<?> type) throws SQLException {
                    return source.isWrapperFor(type);
                }
            };
        }
    }

    /** Makes replicas. */
    @ApplicationScoped
    @Unremovable
    public static class Factory {

        private final ExecutionConfig config;
        private final AgroalDataSource source;
        private final Ledger ledger;
        private final ExampleSource examples;
        private final LimitRepository limits;
        private final Prompts prompts;
        private final AnswerCache cache;
        private final BudgetRepository budgets;
        private final Vertx vertx;

        Factory(
                ExecutionConfig config,
                @DataSource("runner") AgroalDataSource source,
                Ledger ledger,
                ExampleSource examples,
                LimitRepository limits,
                Prompts prompts,
                AnswerCache cache,
                BudgetRepository budgets,
                Vertx vertx) {
            this.config = config;
            this.source = source;
            this.ledger = ledger;
            this.examples = examples;
            this.limits = limits;
            this.prompts = prompts;
            this.cache = cache;
            this.budgets = budgets;
            this.vertx = vertx;
        }

        /** A replica that works. */
        public Replica start() {
            return start(WorkListener.NONE);
        }

        /** A replica that works, and tells what it does. */
        public Replica start(WorkListener listener) {
            Ice ice = new Ice();
            HttpModelClient client = new HttpModelClient(vertx, AddressGuard.open());
            AtomicInteger calls = new AtomicInteger();
            HttpSender sender = call -> {
                ice.pass();
                calls.incrementAndGet();
                try {
                    return client.send(call);
                } finally {
                    calls.decrementAndGet();
                    // Errors do not come back either, such as that of a client that was closed when the replica died.
                    ice.pass();
                }
            };
            Limiter limiter = new Limiter(limits, UUID.randomUUID().toString());
            ChatModels models = new ChatModels(
                    sender, new GrpcTargetClient(AddressGuard.open()), Credentials.ofProcess(), limiter, 1_000_000);
            AtomicInteger shards = new AtomicInteger();
            AtomicInteger begun = new AtomicInteger();
            RunWorkJob job = new RunWorkJob(
                    config,
                    ice.over(source),
                    ledger,
                    examples,
                    models,
                    prompts,
                    cache,
                    budgets,
                    counting(listener, shards, begun));
            job.start(new StartupEvent());
            return new Replica(job, client, limiter, shards, begun, calls, ice);
        }

        private static WorkListener counting(WorkListener listener, AtomicInteger shards, AtomicInteger begun) {
            return new WorkListener() {
                @Override
                public void shard(int change) {
                    shards.addAndGet(change);
                    begun.addAndGet(Math.max(0, change));
                }

                @Override
                public void call(int change) {}

                @Override
                public void made(String provider, ChatResult result) {
                    listener.made(provider, result);
                }
            };
        }
    }

    /** Shards at work on it now. */
    public int shards() {
        return shards.get();
    }

    /** Shards begun on it so far. */
    public int begun() {
        return begun.get();
    }

    /** Calls to models under way on it now. */
    public int calls() {
        return calls.get();
    }

    /**
     * Waits until it has calls under way. Others hold all places under the limit until then, so answers are let through slowly once it wants
     * some.
     *
     * @param most answers to let through
     */
    public void awaitCalls(Gate gate, int most) {
        AtomicInteger looks = new AtomicInteger();
        Eventually.until(Duration.ofSeconds(60), "a call of the other replica", () -> {
            if (begun() > 0 && looks.getAndIncrement() % LOOKS_PER_ANSWER == 0) {
                gate.openOne(most);
            }
            return calls() > 0;
        });
    }

    /** Its calls and its heart stop, until {@link #thaw}. */
    public void freeze() {
        ice.frozen = new CountDownLatch(1);
    }

    /** Its calls come back, late. */
    public void thaw() {
        CountDownLatch latch = ice.frozen;
        ice.frozen = null;
        if (latch != null) {
            latch.countDown();
        }
    }

    /** It dies in the middle of its work: nothing of it is ever heard of again. */
    public void die() {
        freeze();
        limiter.close();
        client.close();
    }

    @Override
    public void close() {
        job.stop(new ShutdownEvent());
        limiter.close();
        client.close();
    }
}
