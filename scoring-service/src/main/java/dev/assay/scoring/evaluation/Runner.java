package dev.assay.scoring.evaluation;

import dev.assay.runner.v1.RunEstimate;
import dev.assay.scoring.scorer.Completion;
import dev.assay.suite.Prompt;
import dev.assay.suite.Suite;
import java.util.List;
import java.util.Optional;

/**
 * The service that runs models: a port. Every method blocks, may be repeated, and throws {@code AssayException} with the other service's
 * reason, or {@code DEPENDENCY_UNAVAILABLE} when it does not answer.
 */
public interface Runner {

    /** Returns when the model is registered; throws RESOURCE_NOT_FOUND naming it when it is not. */
    void requireModel(String model);

    /** Stores a prompt template and returns its name. */
    String createPromptTemplate(String project, Prompt prompt);

    /** Creates a run, or returns the one that the same order made before. */
    RunState createRun(RunOrder order);

    /** What a run would take; nothing is created. The order's request id does not count. */
    RunEstimate estimateRun(RunOrder order);

    /** Where a run stands. */
    RunState run(String name);

    /** Stops a run; one that has ended or is gone stays as it is. */
    void cancelRun(String name);

    /** Deletes a run that has ended; one that is gone stays gone. */
    void deleteRun(String name);

    /**
     * Follows the completions of a run from behind a cursor, each exactly once, until the run has ended and all are sent, or the
     * receiver has enough, or the connection is lost (which is an exception).
     */
    void followCompletions(String run, String cursor, Receiver receiver);

    /** One completion; empty when it is gone. */
    Optional<Completion> completion(String run, String example, int sample);

    /**
     * A run to be made.
     *
     * @param promptTemplate empty: the input as it is
     * @param suite says how much is generated and with which settings
     * @param options how it is paid
     * @param evaluation resource name, for the run's labels
     * @param requestId derived from evaluation and participant, so that repeating finds the run
     */
    record RunOrder(
            String project,
            String model,
            String datasetVersion,
            String promptTemplate,
            Suite suite,
            RunOptions options,
            String evaluation,
            String requestId) {}

    /**
     * Some completions of a run.
     *
     * @param completions none in a heartbeat
     * @param cursor behind the last of them
     * @param ended the run as it ended; only behind the last completion
     */
    record Batch(List<Completion> completions, String cursor, Optional<RunState> ended) {}

    /** Takes batches in order. */
    @FunctionalInterface
    interface Receiver {

        /** Takes a batch; false when no more is wanted. */
        boolean receive(Batch batch);
    }
}
