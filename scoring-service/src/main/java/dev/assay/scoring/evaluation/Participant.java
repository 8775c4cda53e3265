package dev.assay.scoring.evaluation;

import dev.assay.type.v1.Cost;
import dev.assay.type.v1.TokenUsage;
import java.util.OptionalLong;

/**
 * A model that takes part in an evaluation.
 *
 * @param index candidate 0, baseline 1 if there is one, then the others
 * @param key of the model in the suite
 * @param model resource name
 * @param run resource name; empty until it is created
 * @param settings the model's settings that the run used, as JSON; empty until then
 * @param cursor behind the last completion that is scored
 * @param ended whether the run has ended and all its completions are scored
 */
public record Participant(
        int index,
        Role role,
        String key,
        String model,
        String run,
        String settings,
        String cursor,
        boolean ended,
        Progress progress,
        TokenUsage usage,
        Cost cost) {

    /** What a model is there for. */
    public enum Role {
        CANDIDATE,
        BASELINE,
        OTHER
    }

    /**
     * How far it is; counts of completions.
     *
     * @param total empty until known
     * @param scored whose scores are stored
     * @param rate completions a second, lately
     */
    public record Progress(OptionalLong total, long succeeded, long failed, long scored, long retried, double rate) {

        public static final Progress NONE = new Progress(OptionalLong.empty(), 0, 0, 0, 0, 0);
    }

    /** One that has not begun. */
    public static Participant planned(int index, Role role, String key, String model) {
        return new Participant(
                index,
                role,
                key,
                model,
                "",
                "",
                "",
                false,
                Progress.NONE,
                TokenUsage.getDefaultInstance(),
                Cost.getDefaultInstance());
    }
}
