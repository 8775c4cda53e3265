package dev.assay.runner.execution;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.assay.kit.trace.Traces;
import dev.assay.runner.cache.AnswerCache;
import dev.assay.runner.model.ChatModels;
import dev.assay.runner.prompt.Prompts;
import dev.assay.runner.run.BudgetRepository;
import dev.assay.runner.run.Ledger;
import dev.assay.runner.run.Run;
import dev.assay.runner.run.RunWork;
import dev.assay.runner.v1.Run.State;
import dev.assay.type.v1.Error;
import dev.assay.type.v1.ErrorReason;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The work of runs as tasks of db-scheduler: one plans a run, one works on a shard, one clears up after a deleted run. A task of a process
 * that has died is found by its missing heartbeats and goes to another.
 */
@ApplicationScoped
public class RunWorkJob implements RunWork {

    private static final Logger LOG = Logger.getLogger(RunWorkJob.class);

    private static final TaskDescriptor<Void> PLAN = TaskDescriptor.of("plan-run");
    private static final TaskDescriptor<Void> SHARD = TaskDescriptor.of("run-shard");
    private static final TaskDescriptor<Void> PURGE = TaskDescriptor.of("purge-run");

    /** Planning goes first; then early shards, whosever they are, so that a large run does not keep a small one waiting. */
    private static final int PLAN_PRIORITY = 10;

    private static final int LAST_PRIORITY = -30_000;

    /** A defect that shows so often in a row fails the run. */
    private static final int FAILURES = 10;

    /** Shards of one run that this process works on at the same time; others leave something to other replicas. */
    private static final int SHARDS_OF_A_RUN = 8;

    private static final Duration LATER = Duration.ofMillis(500);
    private static final Duration EVICTING = Duration.ofMinutes(1);
    private static final Duration SELDOM = Duration.ofSeconds(10);
    private static final Duration MUCH_LATER = Duration.ofSeconds(3);

    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    private final ExecutionConfig config;
    private final Ledger ledger;
    private final Planner planner;
    private final ActiveRuns active;
    private final ShardWorker worker;
    private final WorkListener listener;
    private final Scheduler scheduler;
    private final SchedulerClient client;
    private volatile boolean stopping;
    private volatile @Nullable Thread counter;

    RunWorkJob(
            ExecutionConfig config,
            @io.quarkus.agroal.DataSource("runner") DataSource source,
            Ledger ledger,
            ExampleSource examples,
            ChatModels models,
            Prompts prompts,
            AnswerCache cache,
            BudgetRepository budgets,
            WorkListener listener) {
        this.config = config;
        this.ledger = ledger;
        this.listener = listener;
        this.planner = new Planner(ledger, examples);
        this.active =
                new ActiveRuns(ledger, models, prompts, cache, budgets, config.writeDelay(), config.exampleMemory());
        this.worker = new ShardWorker(ledger, examples, active, () -> stopping, config.drainTimeout(), listener);
        RecurringTask<Void> tend =
                Tasks.recurring("tend-runs", FixedDelay.of(tending(config))).execute((instance, context) -> tend());
        RecurringTask<Void> evict =
                Tasks.recurring("evict-answers", FixedDelay.of(EVICTING)).execute((instance, context) -> cache.evict());
        CustomTask<Void> plan = task(PLAN, this::plan);
        CustomTask<Void> shard = task(SHARD, this::work);
        CustomTask<Void> purge = task(PURGE, this::purge);
        PostgreSqlJdbcCustomization postgres = new PostgreSqlJdbcCustomization(false, true);
        this.scheduler = Scheduler.create(source, List.of(plan, shard, purge))
                .startTasks(tend, evict)
                .schedulerName(new SchedulerName.Fixed(UUID.randomUUID().toString()))
                .executorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("assay-shard-", 0).factory()))
                .threads(config.shardsAtOnce())
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(config.pollInterval())
                .heartbeatInterval(config.heartbeat())
                .missedHeartbeatsLimit(4)
                .shutdownMaxWait(config.drainTimeout().plusSeconds(5))
                .failureLogging(LogLevel.OFF, false)
                .jdbcCustomization(postgres)
                .enablePriority()
                .build();
        this.client = SchedulerClient.Builder.create(source, List.of(plan, shard, purge))
                .jdbcCustomization(postgres)
                .enablePriority()
                .build();
    }

    /** How long the watchdog rests: short beside what counts as stalled. */
    private static Duration tending(ExecutionConfig config) {
        Duration half = config.stalledAfter().dividedBy(2);
        return half.compareTo(SELDOM) < 0 ? half : SELDOM;
    }

    void start(@Observes StartupEvent event) {
        if (config.work()) {
            scheduler.start();
            counter = Thread.ofVirtual().name("assay-runner-runs").start(this::count);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        if (config.work()) {
            scheduler.stop();
        }
        @Nullable Thread counting = counter;
        if (counting != null) {
            counting.interrupt();
        }
    }

    /** Every replica tells how many runs there are: the watchdog is now here, now there. */
    private void count() {
        try {
            while (!stopping) {
                try {
                    listener.open(ledger.open());
                } catch (RuntimeException e) {
                    LOG.debugf(e, "Runs could not be counted");
                }
                Thread.sleep(SELDOM);
            }
        } catch (InterruptedException e) {
            // Stopping.
        }
    }

    @Override
    public void plan(long runKey) {
        client.scheduleIfNotExists(
                PLAN.instance(Long.toString(runKey)).priority(PLAN_PRIORITY).build(), due());
    }

    @Override
    public void shard(long runKey, int index) {
        TaskInstance<Void> task = SHARD.instance(runKey + "/" + index)
                .priority(Math.max(LAST_PRIORITY, -index))
                .build();
        client.scheduleIfNotExists(task, due());
    }

    @Override
    public void purge(long runKey) {
        client.scheduleIfNotExists(
                PURGE.instance(Long.toString(runKey)).priority(LAST_PRIORITY).build(), due());
    }

    @Override
    public void wake() {
        if (config.work() && !stopping) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    /** A watchdog: says which runs are stalled, and makes up for tasks that were lost in a race with the end of a run. */
    private void tend() {
        for (String name : ledger.stall(config.stalledAfter())) {
            listener.stalled();
            LOG.warnf("%s: stalled: no answer for %s", name, config.stalledAfter());
        }
        ledger.scheduleAgain();
    }

    private Next plan(String instance) {
        planner.plan(runKey(instance));
        return Next.OVER;
    }

    private Next purge(String instance) {
        ledger.purge(runKey(instance));
        return Next.OVER;
    }

    private Next work(String instance) throws InterruptedException {
        if (active.shards(runKey(instance)) >= SHARDS_OF_A_RUN) {
            return Next.LATER;
        }
        Optional<Run> run = ledger.run(runKey(instance));
        if (run.isEmpty() || run.get().tally().ended()) {
            return Next.OVER;
        }
        if (run.get().tally().state() == State.PAUSED) {
            return Next.MUCH_LATER;
        }
        int index = Integer.parseInt(instance.substring(instance.indexOf('/') + 1));
        return switch (worker.work(run.get(), index, Traces.current())) {
            case OVER -> Next.OVER;
            case RELEASED -> Next.AGAIN;
            case RESTING -> Next.MUCH_LATER;
        };
    }

    /** What comes after a task. */
    private enum Next {
        /** Nothing. */
        OVER,
        /** The same again, at once, by whoever is free. */
        AGAIN,
        /** The same again in a while, by whoever is free. */
        LATER,
        /** The same again when the run goes on, or at last in a long while. */
        MUCH_LATER
    }

    @FunctionalInterface
    private interface Body {
        Next run(String instance) throws InterruptedException;
    }

    private CustomTask<Void> task(TaskDescriptor<Void> descriptor, Body body) {
        ExecutionHandler<Void> handler = (instance, context) -> {
            Next[] next = {Next.AGAIN};
            Traces.inSpan(descriptor.getTaskName(), traceParent(instance.getId()), () -> {
                try {
                    next[0] = body.run(instance.getId());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            return switch (next[0]) {
                case OVER -> new CompletionHandler.OnCompleteRemove<>();
                case AGAIN -> (complete, operations) -> operations.reschedule(complete, due());
                case LATER ->
                    (complete, operations) ->
                            operations.reschedule(complete, Instant.now().plus(LATER));
                case MUCH_LATER ->
                    (complete, operations) ->
                            operations.reschedule(complete, Instant.now().plus(MUCH_LATER));
            };
        };
        return Tasks.custom(descriptor).onFailure(this::failed).execute(handler);
    }

    private void failed(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        @Nullable Throwable cause = complete.getCause().orElse(null);
        String instance = complete.getExecution().taskInstance.getId();
        String task = complete.getExecution().taskInstance.getTaskName() + " " + instance;
        int failures = complete.getExecution().consecutiveFailures + 1;
        boolean outage = cause != null && Patience.isOutage(cause);
        if (outage) {
            LOG.warnf("%s: the database or another service does not answer; trying again", task);
        } else {
            LOG.errorf(cause, "%s failed", task);
        }
        if (!outage && failures >= FAILURES) {
            ledger.end(
                    runKey(instance),
                    State.FAILED,
                    Error.newBuilder()
                            .setReason(ErrorReason.INTERNAL_ERROR)
                            .setMessage("internal error; the service's log has the details")
                            .build());
            operations.stop();
            return;
        }
        Duration wait = Duration.ofMillis(500L << Math.min(failures, 6));
        operations.reschedule(complete, Instant.now().plus(wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait));
    }

    private String traceParent(String instance) {
        return ledger.run(runKey(instance)).map(Run::traceParent).orElse("");
    }

    private static long runKey(String instance) {
        int slash = instance.indexOf('/');
        return Long.parseLong(slash < 0 ? instance : instance.substring(0, slash));
    }

    /** Now, less what the clocks of replicas may differ by. */
    private static Instant due() {
        return Instant.now().minusSeconds(1);
    }
}
