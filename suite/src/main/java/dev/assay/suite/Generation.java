package dev.assay.suite;

import java.util.List;
import java.util.Optional;

/**
 * What is asked of a model besides the prompt. What is absent is not sent.
 *
 * @param temperature ≥ 0
 * @param topP in (0, 1]
 * @param maxTokens tokens in the answer at the most
 * @param seed the provider's seed; sample i of an example asks with seed + i
 * @param stop texts that end the answer; at most 16
 */
public record Generation(
        Optional<Double> temperature,
        Optional<Double> topP,
        Optional<Integer> maxTokens,
        Optional<Long> seed,
        List<String> stop) {
    public Generation {
        stop = List.copyOf(stop);
    }
}
