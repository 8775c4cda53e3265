package dev.assay.scoring.execution;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.assay.kit.error.AssayException;
import dev.assay.kit.error.ErrorStatus;
import dev.assay.kit.trace.Traces;
import dev.assay.scoring.evaluation.Evaluation;
import dev.assay.scoring.evaluation.EvaluationRepository;
import dev.assay.type.v1.ErrorReason;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One replica's hands: takes evaluations from the table of scheduled tasks and moves them on. An evaluation whose replica stopped to say that
 * it is alive is taken by another.
 */
public final class EvaluationJob implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EvaluationJob.class);
    private static final String TASK = "evaluation";
    private static final int MISSED_HEARTBEATS = 4;
    private static final int LONGEST_DELAY = 30;
    private static final Duration SHUTDOWN = Duration.ofMillis(500);

    private final EvaluationWork work;
    private final EvaluationRepository evaluations;
    private final ScoringConfig config;
    private final Scheduler scheduler;

    EvaluationJob(DataSource database, EvaluationWork work, EvaluationRepository evaluations, ScoringConfig config) {
        this.work = work;
        this.evaluations = evaluations;
        this.config = config;
        this.scheduler = Scheduler.create(database, task(this::execute, this::onFailure))
                .schedulerName(new SchedulerName.Fixed("scoring-" + UUID.randomUUID()))
                .threads(config.atOnce())
                .executorService(Executors.newVirtualThreadPerTaskExecutor())
                .pollingInterval(config.pollingInterval())
                .heartbeatInterval(config.heartbeatInterval())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .pollUsingLockAndFetch(0.5, 1.0)
                .serializer(NoData.INSTANCE)
                .jdbcCustomization(postgres())
                .failureLogging(LogLevel.OFF, false)
                .shutdownMaxWait(SHUTDOWN)
                .build();
    }

    /** What is done with an evaluation's key. */
    @FunctionalInterface
    interface Execution {
        void run(long key, int failures) throws InterruptedException;
    }

    /** What is done when it failed. */
    @FunctionalInterface
    interface OnFailure {
        void handle(ExecutionComplete complete, ExecutionOperations<Void> operations);
    }

    /** The scheduler's task; its instances are named by the keys of evaluations. */
    static CustomTask<Void> task(Execution execution, OnFailure onFailure) {
        return Tasks.custom(TASK, Void.class)
                .onFailure(onFailure::handle)
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    try {
                        execution.run(Long.parseLong(instance.getId()), context.getExecution().consecutiveFailures);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new AssayException(ErrorReason.CALL_CANCELLED, "this replica stops", e);
                    }
                    return (complete, operations) -> operations.stop();
                });
    }

    /** Said, not asked of the database, so that building a scheduler needs no connection. */
    static PostgreSqlJdbcCustomization postgres() {
        return new PostgreSqlJdbcCustomization(false, true);
    }

    void start() {
        scheduler.start();
    }

    /** Lets go of everything, so that another replica can take it at once. */
    @Override
    public void close() {
        scheduler.stop();
    }

    private void execute(long key, int failures) throws InterruptedException {
        String trace = evaluations.get(key).map(Evaluation::traceParent).orElse("");
        boolean[] interrupted = new boolean[1];
        Traces.inSpan("evaluation", trace, () -> {
            try {
                work.run(key, failures);
            } catch (InterruptedException e) {
                interrupted[0] = true;
            }
        });
        if (interrupted[0]) {
            throw new InterruptedException();
        }
    }

    private void onFailure(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        AssayException error = complete.getCause()
                .map(ErrorStatus::of)
                .orElseGet(() -> new AssayException(ErrorReason.INTERNAL_ERROR, "failed"));
        if (error.reason() == ErrorReason.CALL_CANCELLED) {
            operations.reschedule(complete, Instant.now());
            return;
        }
        int before = complete.getExecution().consecutiveFailures;
        Duration delay = config.retryDelay().multipliedBy(Math.min(LONGEST_DELAY, 1L << Math.min(before, 5)));
        if (before == 0) {
            LOG.warnf(
                    "Evaluation %s waits: %s",
                    complete.getExecution().taskInstance.getId(), error.message());
        }
        operations.reschedule(complete, Instant.now().plus(delay));
    }

    /** Data of scheduled tasks: there is none, the evaluation's row says all. Needs no reflection, so that native images take it. */
    static final class NoData implements Serializer {

        static final NoData INSTANCE = new NoData();

        private NoData() {}

        @Override
        public byte[] serialize(@Nullable Object data) {
            return new byte[0];
        }

        @Override
        @SuppressWarnings("NullAway") // the interface is not annotated; the scheduler takes null for no data
        public <T> @Nullable T deserialize(Class<T> type, byte[] data) {
            return null;
        }
    }
}
