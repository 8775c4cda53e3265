package dev.assay.scoring.evaluation;

import dev.assay.kit.name.ResourceName;
import dev.assay.type.v1.ErrorReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An evaluation as its rows say.
 *
 * @param key number of its row
 * @param suite resource name
 * @param datasetVersion resource name; resolved once the first run is there
 * @param candidate key of the candidate among the suite's models
 * @param baseline key of the baseline; empty when there is none
 * @param options how its runs are paid
 * @param error why it FAILED
 * @param participants candidate first, then baseline, then the others
 * @param released whether the runs of an evaluation that failed or was cancelled have been stopped
 * @param revision raised by every change
 * @param traceParent W3C trace context of the call that asked; may be empty
 */
public record Evaluation(
        long key,
        String project,
        String id,
        String suite,
        String datasetVersion,
        String candidate,
        String baseline,
        SortedMap<String, String> labels,
        RunOptions options,
        State state,
        Optional<Failure> error,
        List<Participant> participants,
        boolean released,
        long revision,
        String traceParent,
        Instant createTime,
        Instant updateTime,
        Optional<Instant> endTime) {

    /** What the name of an evaluation looks like. */
    public static final String PATTERN = "projects/{project}/evaluations/{evaluation}";

    public Evaluation {
        participants = List.copyOf(participants);
    }

    /** Where an evaluation stands. */
    public enum State {
        PENDING,
        GENERATING,
        SCORING,
        COMPARING,
        DECIDED,
        FAILED,
        CANCELLED;

        /** Whether nothing will change any more. */
        public boolean hasEnded() {
            return this == DECIDED || this == FAILED || this == CANCELLED;
        }
    }

    /** Why an evaluation could not be completed. */
    public record Failure(ErrorReason reason, String message) {}

    /** The resource name. */
    public String name() {
        return ResourceName.format(PATTERN, project, id);
    }
}
