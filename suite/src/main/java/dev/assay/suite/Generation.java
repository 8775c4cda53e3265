package dev.assay.suite;

import com.fasterxml.jackson.databind.JsonNode;
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
 * @param tools functions that the model may call; at most 128, of different names
 * @param responseSchema JSON Schema, an object, that the provider makes the answer have
 * @param logprobs whether the log-probabilities of the answer's tokens are asked for
 * @param stream whether the answer is streamed, so that the time to the first token is known
 */
public record Generation(
        Optional<Double> temperature,
        Optional<Double> topP,
        Optional<Integer> maxTokens,
        Optional<Long> seed,
        List<String> stop,
        List<Tool> tools,
        Optional<JsonNode> responseSchema,
        boolean logprobs,
        boolean stream) {

    /** Nothing is asked for. */
    public static final Generation NONE = new Generation(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            false,
            false);

    public Generation {
        stop = List.copyOf(stop);
        tools = List.copyOf(tools);
    }

    /**
     * A function that a model may call.
     *
     * @param name as the model sees it
     * @param description what it does, for the model; may be empty
     * @param parameters JSON Schema of its arguments, an object
     */
    public record Tool(String name, String description, Optional<JsonNode> parameters) {}
}
