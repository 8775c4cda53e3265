package dev.assay.scoring.execution;

import dev.assay.kit.error.AssayException;
import dev.assay.scoring.evaluation.Evaluation;
import dev.assay.scoring.evaluation.Evaluation.Failure;
import dev.assay.scoring.evaluation.EvaluationRepository;
import dev.assay.scoring.evaluation.Participant;
import dev.assay.scoring.evaluation.RunState;
import dev.assay.scoring.evaluation.Runner;
import dev.assay.scoring.evaluation.Runner.Batch;
import dev.assay.scoring.evaluation.ScoreRepository;
import dev.assay.scoring.evaluation.ScoreRepository.Scored;
import dev.assay.scoring.scorer.Scorers;
import dev.assay.type.v1.ErrorReason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Follows the run of one participant from behind its cursor and stores scores together with the moved cursor. */
final class Tail implements Runnable {

    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long evaluation;
    private final Participant participant;
    private final Scorers scorers;
    private final BooleanSupplier stopped;
    private final EvaluationRepository evaluations;
    private final ScoreRepository scores;
    private final Runner runner;
    private final EvaluationEvents events;

    private String cursor;
    private boolean done;
    private Optional<Failure> failure = Optional.empty();
    private long lastProgress = System.nanoTime() - PROGRESS_NANOS;

    Tail(
            long evaluation,
            Participant participant,
            Scorers scorers,
            BooleanSupplier stopped,
            EvaluationRepository evaluations,
            ScoreRepository scores,
            Runner runner,
            EvaluationEvents events) {
        this.evaluation = evaluation;
        this.participant = participant;
        this.scorers = scorers;
        this.stopped = stopped;
        this.evaluations = evaluations;
        this.scores = scores;
        this.runner = runner;
        this.events = events;
        this.cursor = participant.cursor();
    }

    /** Why the run failed. */
    Optional<Failure> failure() {
        return failure;
    }

    @Override
    public void run() {
        while (!done) {
            try {
                runner.followCompletions(participant.run(), cursor, this::receive);
                if (!done) {
                    throw new AssayException(
                            ErrorReason.DEPENDENCY_UNAVAILABLE,
                            "the stream of completions of " + participant.run() + " ended too early");
                }
            } catch (AssayException e) {
                // A stream has a deadline, so that a lost connection is noticed; the next one goes on behind the
                // cursor.
                if (e.reason() != ErrorReason.DEADLINE_PASSED) {
                    throw e;
                }
            }
        }
    }

    private boolean receive(Batch batch) {
        if (stopped.getAsBoolean()) {
            done = true;
            return false;
        }
        if (batch.ended().isPresent() && batch.ended().get().phase() != RunState.Phase.SUCCEEDED) {
            failed(batch.ended().get());
            return false;
        }
        if (batch.completions().isEmpty() && batch.ended().isEmpty()) {
            progress();
            done = !isWanted();
            return !done;
        }
        batch.ended().ifPresent(run -> evaluations.progressed(evaluation, participant.index(), run));
        List<Scored> scored = batch.completions().stream()
                .map(completion -> new Scored(completion, scorers.score(completion)))
                .toList();
        boolean stored = scores.store(
                evaluation,
                participant.index(),
                cursor,
                batch.cursor(),
                batch.ended().isPresent(),
                scored);
        if (stored) {
            events.scored(scored.size());
            cursor = batch.cursor();
            if (batch.ended().isEmpty()) {
                progress();
            }
        }
        done = !stored || batch.ended().isPresent();
        return !done;
    }

    private void failed(RunState run) {
        done = true;
        failure = Optional.of(run.error()
                .map(error -> new Failure(error.reason(), participant.key() + ": " + error.message()))
                .orElseGet(() -> new Failure(
                        ErrorReason.RUN_FAILED,
                        participant.key() + ": " + run.name()
                                + (run.phase() == RunState.Phase.CANCELLED ? " was cancelled" : " failed"))));
    }

    private void progress() {
        long now = System.nanoTime();
        if (now - lastProgress >= PROGRESS_NANOS) {
            lastProgress = now;
            evaluations.progressed(evaluation, participant.index(), runner.run(participant.run()));
        }
    }

    private boolean isWanted() {
        return evaluations
                .get(evaluation)
                .filter(now -> now.state() == Evaluation.State.GENERATING)
                .isPresent();
    }
}
