package dev.assay.scoring.execution;

import dev.assay.kit.error.AssayException;
import dev.assay.kit.error.ErrorStatus;
import dev.assay.scoring.evaluation.Evaluation;
import dev.assay.scoring.evaluation.Evaluation.Failure;
import dev.assay.scoring.evaluation.Evaluation.State;
import dev.assay.scoring.evaluation.EvaluationRepository;
import dev.assay.scoring.evaluation.Evaluations;
import dev.assay.scoring.evaluation.Participant;
import dev.assay.scoring.evaluation.RunState;
import dev.assay.scoring.evaluation.Runner;
import dev.assay.scoring.evaluation.Runner.RunOrder;
import dev.assay.scoring.result.EvaluationResult;
import dev.assay.scoring.result.ResultMessages;
import dev.assay.scoring.suite.Suites;
import dev.assay.suite.Suite;
import dev.assay.type.v1.ErrorReason;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The state machine of an evaluation: reads its row, does what its state asks for, and writes the next state, until it has ended. Every step
 * may be repeated, by this or another replica, from wherever the last transaction left the rows.
 */
public final class EvaluationWork {

    /** So often a failure that nobody foresaw is taken for a passing one. */
    static final int UNFORESEEN_ATTEMPTS = 5;

    private static final Logger LOG = Logger.getLogger(EvaluationWork.class);

    private final EvaluationRepository repository;
    private final Evaluations evaluations;
    private final Runner runner;
    private final Tails tails;
    private final Analyst analyst;
    private final EvaluationEvents events;

    public EvaluationWork(
            EvaluationRepository repository,
            Evaluations evaluations,
            Runner runner,
            Tails tails,
            Analyst analyst,
            EvaluationEvents events) {
        this.repository = repository;
        this.evaluations = evaluations;
        this.runner = runner;
        this.tails = tails;
        this.analyst = analyst;
        this.events = events;
    }

    /**
     * Moves an evaluation on until nothing is left to do.
     *
     * @param failures how often in a row this has thrown
     * @throws AssayException when another service or the database does not answer for now: to be tried again later
     * @throws InterruptedException when this replica stops
     */
    public void run(long key, int failures) throws InterruptedException {
        Optional<Evaluation> found = repository.get(key);
        while (found.isPresent()) {
            Evaluation evaluation = found.get();
            try {
                if (!step(evaluation)) {
                    return;
                }
            } catch (RuntimeException thrown) {
                failUnlessPassing(evaluation, thrown, failures);
            }
            found = repository.get(key);
        }
    }

    /** Does what the state asks for; false when nothing is left to do. */
    private boolean step(Evaluation evaluation) throws InterruptedException {
        switch (evaluation.state()) {
            case PENDING -> start(evaluation);
            case GENERATING -> generate(evaluation);
            case SCORING -> check(evaluation);
            case COMPARING -> decide(evaluation);
            case DECIDED -> {
                return false;
            }
            case FAILED, CANCELLED -> {
                release(evaluation);
                return false;
            }
        }
        return true;
    }

    private void start(Evaluation evaluation) {
        Suite suite = suite(evaluation);
        String template = suite.prompt()
                .map(prompt -> runner.createPromptTemplate(evaluation.project(), prompt))
                .orElse("");
        String version = evaluation.datasetVersion();
        for (Participant participant : evaluation.participants()) {
            RunState run = runner.createRun(new RunOrder(
                    evaluation.project(),
                    participant.model(),
                    version,
                    template,
                    suite,
                    evaluation.options(),
                    evaluation.name(),
                    requestId(evaluation, participant)));
            // The first run resolves `latest`; all others get what it resolved to.
            version = run.datasetVersion();
            repository.started(evaluation.key(), participant.index(), run);
        }
        repository.move(evaluation.key(), State.PENDING, State.GENERATING);
        LOG.infof(
                "%s: %d models are answering",
                evaluation.name(), evaluation.participants().size());
    }

    /** The same for the same evaluation and participant, so that a repeated call finds the run that is there. */
    static String requestId(Evaluation evaluation, Participant participant) {
        String seed = evaluation.name() + "#" + evaluation.key() + "/" + participant.key();
        return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private void generate(Evaluation evaluation) throws InterruptedException {
        Optional<Failure> failure = tails.follow(evaluation, suite(evaluation));
        if (failure.isPresent()) {
            fail(evaluation, failure.get());
            return;
        }
        Evaluation now = repository.get(evaluation.key()).orElse(evaluation);
        if (now.participants().stream().allMatch(Participant::ended)) {
            repository.move(evaluation.key(), State.GENERATING, State.SCORING);
        } else if (now.state() == State.GENERATING) {
            throw new AssayException(
                    ErrorReason.DEPENDENCY_UNAVAILABLE, "another replica scores " + evaluation.name() + " too");
        }
    }

    private void check(Evaluation evaluation) {
        for (Participant participant : evaluation.participants()) {
            Participant.Progress progress = participant.progress();
            if (progress.scored() != progress.succeeded() + progress.failed()) {
                throw new IllegalStateException(participant.run() + " has " + (progress.succeeded() + progress.failed())
                        + " completions, of which " + progress.scored() + " are scored");
            }
        }
        repository.move(evaluation.key(), State.SCORING, State.COMPARING);
    }

    private void decide(Evaluation evaluation) {
        EvaluationResult result = analyst.analyse(evaluation, evaluations.suite(evaluation), suite(evaluation));
        if (repository.decide(evaluation.key(), ResultMessages.write(result))) {
            LOG.infof(
                    "%s: %s. %s",
                    evaluation.name(),
                    result.decision().outcome(),
                    result.decision().reason());
            events.ended(State.DECIDED);
        }
    }

    private void release(Evaluation evaluation) {
        if (evaluation.released()) {
            return;
        }
        // A run whose creation nobody has noted yet is found again by its request id, but only if that is still
        // possible.
        evaluation.participants().stream()
                .map(Participant::run)
                .filter(run -> !run.isEmpty())
                .forEach(runner::cancelRun);
        repository.released(evaluation.key());
        LOG.infof("%s: %s", evaluation.name(), evaluation.state());
        events.ended(evaluation.state());
    }

    private void failUnlessPassing(Evaluation evaluation, RuntimeException thrown, int failures) {
        AssayException error = ErrorStatus.of(thrown);
        boolean unforeseen = error.reason() == ErrorReason.INTERNAL_ERROR;
        if (isPassing(error.reason()) || (unforeseen && failures < UNFORESEEN_ATTEMPTS)) {
            if (unforeseen) {
                LOG.errorf(thrown, "%s: failed, will be tried again", evaluation.name());
            }
            throw error;
        }
        if (unforeseen) {
            LOG.errorf(thrown, "%s: failed for good", evaluation.name());
        }
        if (evaluation.state().hasEnded()) {
            // Its runs cannot be stopped; they end by themselves.
            repository.released(evaluation.key());
            return;
        }
        fail(evaluation, new Failure(error.reason(), error.message()));
    }

    private void fail(Evaluation evaluation, Failure failure) {
        if (repository.fail(evaluation.key(), failure)) {
            LOG.warnf("%s: FAILED: %s", evaluation.name(), failure.message());
        }
    }

    private static boolean isPassing(ErrorReason reason) {
        return reason == ErrorReason.DEPENDENCY_UNAVAILABLE
                || reason == ErrorReason.DEADLINE_PASSED
                || reason == ErrorReason.CALL_CANCELLED
                || reason == ErrorReason.QUOTA_EXHAUSTED
                || reason == ErrorReason.NOT_AUTHENTICATED;
    }

    private Suite suite(Evaluation evaluation) {
        return Suites.parsed(evaluations.suite(evaluation));
    }
}
