package dev.assay.scoring.execution;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import dev.assay.metrics.text.embedding.TextEmbedding;
import dev.assay.scoring.evaluation.Evaluation;
import dev.assay.scoring.evaluation.EvaluationRepository;
import dev.assay.scoring.evaluation.Evaluations;
import dev.assay.scoring.evaluation.Runner;
import dev.assay.scoring.evaluation.ScoreRepository;
import dev.assay.scoring.evaluation.WorkQueue;
import dev.assay.scoring.suite.SuiteRepository;
import dev.assay.scoring.suite.Suites;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the plain classes of the rooms together, and starts and stops the work. */
@Singleton
public class ExecutionConfig {

    @Produces
    @Singleton
    Suites suites(SuiteRepository repository) {
        return new Suites(repository);
    }

    @Produces
    @Singleton
    Evaluations evaluations(EvaluationRepository repository, Suites suites, Runner runner) {
        return new Evaluations(repository, suites, runner);
    }

    /** Puts work into the table of scheduled tasks, on the connection of the caller's transaction. */
    @Produces
    @Singleton
    WorkQueue queue(@DataSource("scoring") AgroalDataSource database) {
        CustomTask<Void> task = EvaluationJob.task((key, failures) -> {}, (complete, operations) -> {});
        SchedulerClient client = SchedulerClient.Builder.create(database, task)
                .serializer(EvaluationJob.NoData.INSTANCE)
                .jdbcCustomization(EvaluationJob.postgres())
                .build();
        return key -> client.scheduleIfNotExists(task.instance(String.valueOf(key)), Instant.now());
    }

    @Produces
    @Singleton
    EvaluationEvents events(MeterRegistry meters) {
        Counter scored = Counter.builder("assay.scoring.completions.scored")
                .description("Completions whose scores were stored")
                .register(meters);
        return new EvaluationEvents() {
            @Override
            public void scored(int completions) {
                scored.increment(completions);
            }

            @Override
            public void ended(Evaluation.State state) {
                meters.counter(
                                "assay.scoring.evaluations.ended",
                                "state",
                                state.name().toLowerCase(Locale.ROOT))
                        .increment();
            }
        };
    }

    @Produces
    @Singleton
    EvaluationWork work(
            EvaluationRepository repository,
            ScoreRepository scores,
            Evaluations evaluations,
            Runner runner,
            EvaluationEvents events,
            TextEmbedding embedding,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown") String version) {
        Analyst analyst =
                new Analyst(scores, new ChangedExamples(scores, runner, embedding), embedding.model(), version);
        Tails tails = new Tails(repository, scores, runner, events, embedding);
        return new EvaluationWork(repository, evaluations, runner, tails, analyst, events);
    }

    @Produces
    @Singleton
    EvaluationJob job(
            @DataSource("scoring") AgroalDataSource database,
            EvaluationWork work,
            EvaluationRepository evaluations,
            ScoringConfig config) {
        return new EvaluationJob(database, work, evaluations, config);
    }

    void onStart(@Observes StartupEvent event, EvaluationJob job, ScoringConfig config) {
        if (config.work()) {
            job.start();
        }
    }

    void onStop(@Observes ShutdownEvent event, EvaluationJob job, ScoringConfig config) {
        if (config.work()) {
            job.close();
        }
    }
}
