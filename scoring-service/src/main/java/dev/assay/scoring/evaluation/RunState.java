package dev.assay.scoring.evaluation;

import dev.assay.type.v1.Cost;
import dev.assay.type.v1.TokenUsage;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a run of a model stands.
 *
 * @param name resource name
 * @param datasetVersion resource name, resolved
 * @param error why it FAILED
 * @param settings the model's settings that it uses, as JSON
 */
public record RunState(
        String name,
        String datasetVersion,
        Phase phase,
        Optional<Evaluation.Failure> error,
        OptionalLong total,
        long succeeded,
        long failed,
        long retried,
        double rate,
        TokenUsage usage,
        Cost cost,
        String settings) {

    /** What matters of a run's state. */
    public enum Phase {
        ACTIVE,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }
}
