package dev.assay.scoring.evaluation;

import dev.assay.kit.error.AssayException;
import dev.assay.kit.name.ResourceName;
import dev.assay.runner.v1.RunEstimate;
import dev.assay.scoring.evaluation.Evaluation.State;
import dev.assay.scoring.suite.StoredSuite;
import dev.assay.scoring.suite.Suites;
import dev.assay.suite.Suite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What can be done with evaluations. */
public final class Evaluations {

    private final EvaluationRepository repository;
    private final Suites suites;
    private final Runner runner;

    public Evaluations(EvaluationRepository repository, Suites suites, Runner runner) {
        this.repository = repository;
        this.suites = suites;
        this.runner = runner;
    }

    /**
     * Creates an evaluation; from then on it goes on by itself.
     *
     * @param id last part of its name
     * @param requestId idempotency key, or empty
     * @param requestDigest digest of the request that came with it
     * @param traceParent W3C trace context of the call, or empty
     * @return the new evaluation, or the one that the first call with this request id made
     * @throws AssayException RESOURCE_NOT_FOUND naming a suite or model, INVALID_REQUEST naming a field, RESOURCE_ALREADY_EXISTS,
     *     REQUEST_ID_REUSED, DEPENDENCY_UNAVAILABLE
     */
    public Evaluation create(
            String project,
            String id,
            EvaluationRequest request,
            String requestId,
            String requestDigest,
            String traceParent) {
        Optional<Evaluation> made = madeBy(project, requestId, requestDigest);
        if (made.isPresent()) {
            return made.get();
        }
        Suite suite = suite(project, request);
        Plan plan = Plan.of(suite, project, request);
        RunOptions options = request.options().orElse(suite, id);
        plan.participants().forEach(participant -> runner.requireModel(participant.model()));
        OptionalLong key =
                repository.insert(planned(project, id, request, plan, options, traceParent), requestId, requestDigest);
        if (key.isEmpty()) {
            return madeBy(project, requestId, requestDigest)
                    .orElseThrow(
                            () -> AssayException.alreadyExists(ResourceName.format(Evaluation.PATTERN, project, id)));
        }
        return repository.get(key.getAsLong()).orElseThrow();
    }

    /** What one model would take. */
    public record ParticipantEstimate(Participant participant, RunEstimate run) {}

    /**
     * What an evaluation would take.
     *
     * @param options how its runs would be paid
     */
    public record Forecast(List<ParticipantEstimate> participants, RunOptions options) {}

    /**
     * What an evaluation would take; no model is called, and nothing but the suite's prompt is stored.
     *
     * @throws AssayException as {@link #create}
     */
    public Forecast estimate(String project, EvaluationRequest request) {
        Suite suite = suite(project, request);
        Plan plan = Plan.of(suite, project, request);
        RunOptions options = request.options().orElse(suite, "estimate");
        String template = suite.prompt()
                .map(prompt -> runner.createPromptTemplate(project, prompt))
                .orElse("");
        List<ParticipantEstimate> estimates = plan.participants().stream()
                .map(participant -> new ParticipantEstimate(
                        participant,
                        runner.estimateRun(new Runner.RunOrder(
                                project,
                                participant.model(),
                                plan.datasetVersion(),
                                template,
                                suite,
                                options,
                                "",
                                ""))))
                .toList();
        return new Forecast(estimates, options);
    }

    private Suite suite(String project, EvaluationRequest request) {
        ResourceName name = ResourceName.parse(StoredSuite.PATTERN, request.suite(), "evaluation.suite");
        if (!name.get("project").equals(project)) {
            throw AssayException.invalid("evaluation.suite", "is in another project than " + project);
        }
        return Suites.parsed(suites.get(project, name.get("suite")));
    }

    private static Evaluation planned(
            String project, String id, EvaluationRequest request, Plan plan, RunOptions options, String traceParent) {
        return new Evaluation(
                0,
                project,
                id,
                request.suite(),
                plan.datasetVersion(),
                plan.candidate(),
                plan.baseline(),
                request.labels(),
                options,
                State.PENDING,
                Optional.empty(),
                plan.participants(),
                false,
                1,
                traceParent,
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty());
    }

    private Optional<Evaluation> madeBy(String project, String requestId, String requestDigest) {
        if (requestId.isEmpty()) {
            return Optional.empty();
        }
        return repository.byRequest(project, requestId).flatMap(creation -> {
            if (!creation.requestDigest().equals(requestDigest)) {
                throw AssayException.requestIdReused(requestId);
            }
            return repository.get(creation.key());
        });
    }

    /** @throws AssayException RESOURCE_NOT_FOUND */
    public Evaluation get(String project, String id) {
        return repository
                .get(project, id)
                .orElseThrow(() -> AssayException.notFound(ResourceName.format(Evaluation.PATTERN, project, id)));
    }

    /** The evaluation as it is now when it has changed since {@code revision}; empty when it has not, or is gone. */
    public Optional<Evaluation> changed(Evaluation known) {
        OptionalLong revision = repository.revision(known.key());
        if (revision.isPresent() && revision.getAsLong() == known.revision()) {
            return Optional.empty();
        }
        return Optional.of(get(known.project(), known.id()));
    }

    /** At most {@code limit} evaluations of a project, newest first, older than {@code beforeKey}. */
    public List<Evaluation> list(String project, long beforeKey, int limit) {
        return repository.list(project, beforeKey, limit);
    }

    /**
     * Stops an evaluation and its runs; one that has ended stays as it is.
     *
     * @throws AssayException RESOURCE_NOT_FOUND
     */
    public Evaluation cancel(String project, String id) {
        repository.cancel(get(project, id).key());
        return get(project, id);
    }

    /**
     * Deletes an evaluation that has ended, with its runs and scores.
     *
     * @throws AssayException RESOURCE_NOT_FOUND, STATE_CONFLICT while it goes on, DEPENDENCY_UNAVAILABLE
     */
    public void delete(String project, String id) {
        Evaluation evaluation = get(project, id);
        boolean stopped = evaluation.state() == State.DECIDED || evaluation.released();
        if (!evaluation.state().hasEnded() || !stopped) {
            throw AssayException.stateConflict(
                    evaluation.name(),
                    evaluation.state().hasEnded()
                            ? "its runs are still being stopped; try again in a moment"
                            : "it has not ended; cancel it first");
        }
        evaluation.participants().stream()
                .map(Participant::run)
                .filter(run -> !run.isEmpty())
                .forEach(runner::deleteRun);
        repository.remove(evaluation.key());
    }

    /** The stored result, as {@code assay.scoring.v1.EvaluationResult}; empty unless DECIDED. */
    public Optional<byte[]> result(Evaluation evaluation) {
        return evaluation.state() == State.DECIDED ? repository.result(evaluation.key()) : Optional.empty();
    }

    /** The suite of an evaluation. */
    public StoredSuite suite(Evaluation evaluation) {
        ResourceName name = ResourceName.parse(StoredSuite.PATTERN, evaluation.suite(), "evaluation.suite");
        return suites.get(name.get("project"), name.get("suite"));
    }
}
