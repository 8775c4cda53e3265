package dev.assay.scoring.execution;

import dev.assay.kit.trace.Traces;
import dev.assay.metrics.text.embedding.TextEmbedding;
import dev.assay.scoring.evaluation.Evaluation;
import dev.assay.scoring.evaluation.Evaluation.Failure;
import dev.assay.scoring.evaluation.EvaluationRepository;
import dev.assay.scoring.evaluation.Participant;
import dev.assay.scoring.evaluation.Runner;
import dev.assay.scoring.evaluation.ScoreRepository;
import dev.assay.scoring.scorer.Scorers;
import dev.assay.suite.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Follows the runs of all participants at the same time, each on a virtual thread; the first that fails stops the others. */
public final class Tails {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final EvaluationRepository evaluations;
    private final ScoreRepository scores;
    private final Runner runner;
    private final EvaluationEvents events;
    private final TextEmbedding embedding;

    public Tails(
            EvaluationRepository evaluations,
            ScoreRepository scores,
            Runner runner,
            EvaluationEvents events,
            TextEmbedding embedding) {
        this.evaluations = evaluations;
        this.scores = scores;
        this.runner = runner;
        this.events = events;
        this.embedding = embedding;
    }

    /**
     * Scores completions as they come, until every run has ended, one has failed, or the evaluation is no longer to be worked on here.
     *
     * @return why a run failed
     */
    Optional<Failure> follow(Evaluation evaluation, Suite suite) throws InterruptedException {
        Scorers scorers = Scorers.of(suite.scorers(), embedding);
        String trace = Traces.current();
        AtomicBoolean stopped = new AtomicBoolean();
        List<Callable<Optional<Failure>>> tails = evaluation.participants().stream()
                .filter(participant -> !participant.ended())
                .map(participant -> traced(trace, tail(evaluation, participant, scorers, stopped)))
                .toList();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            CompletionService<Optional<Failure>> running = new ExecutorCompletionService<>(threads);
            tails.forEach(running::submit);
            for (int i = 0; i < tails.size(); i++) {
                Optional<Failure> failure = running.take().get();
                if (failure.isPresent()) {
                    stopped.set(true);
                    drain(threads);
                    return failure;
                }
            }
            return Optional.empty();
        } catch (ExecutionException e) {
            stopped.set(true);
            drain(threads);
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
            threads.close();
        }
    }

    /** Lets tails end by themselves, since an interrupt in the middle of a statement costs the connection. */
    private static void drain(ExecutorService threads) throws InterruptedException {
        threads.shutdown();
        boolean ended = threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            threads.shutdownNow();
        }
    }

    private Tail tail(Evaluation evaluation, Participant participant, Scorers scorers, AtomicBoolean stopped) {
        return new Tail(evaluation.key(), participant, scorers, stopped::get, evaluations, scores, runner, events);
    }

    private static Callable<Optional<Failure>> traced(String trace, Tail tail) {
        return () -> {
            Traces.inSpan("score", trace, tail);
            return tail.failure();
        };
    }
}
