package dev.assay.scoring.scorer;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One sampled answer of a model to one example with all that scoring needs.
 *
 * @param example the example's resource name
 * @param sampleIndex which of the samples, from 0
 * @param position the example's position in the seeded order of the run, from 0; the same for all participants
 * @param input what the model was given, as text for people
 * @param category empty when it has none
 * @param cluster empty when it stands alone
 */
public record Completion(
        String example,
        int sampleIndex,
        long position,
        String input,
        Target target,
        String category,
        List<String> tags,
        String cluster,
        Reply reply,
        Measures measures) {

    public Completion {
        tags = List.copyOf(tags);
    }

    /** How the call ended. */
    public sealed interface Reply {}

    /** The model's answer as text; empty when it only called tools. */
    public record Answered(String text) implements Reply {}

    /**
     * Why there is no answer.
     *
     * @param reason name of an {@code ErrorReason}
     */
    public record Failed(String reason, String message) implements Reply {}

    /**
     * What the call took.
     *
     * @param latencySeconds of the attempt that gave the answer; empty when not known
     * @param outputTokens produced tokens; empty when not known
     * @param cost what it cost; empty where no price is known
     */
    public record Measures(OptionalDouble latencySeconds, OptionalDouble outputTokens, Optional<Money> cost) {

        public static final Measures NONE =
                new Measures(OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty());
    }

    /** An exact amount. */
    public record Money(String currency, BigDecimal amount) {}

    /** The answer's text; empty when there is no answer. */
    public String answer() {
        return switch (reply) {
            case Answered answered -> answered.text();
            case Failed failed -> "";
        };
    }
}
