package dev.assay.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What to evaluate and what must hold, with every default filled in. Maps are sorted by key; the order in which they were written
 * has no meaning. Gates keep their order.
 *
 * @param title for people; may be empty
 * @param description for people; may be empty
 * @param data the examples
 * @param slices named subsets of the examples
 * @param prompt how an example becomes a prompt; absent: the input as it is
 * @param generation what is asked of every model besides the prompt
 * @param samples completions for each example, 1–1,000
 * @param maxExamples only the first so many examples in the seeded order; 0: all
 * @param models every model that can take part, by its key
 * @param candidate key of the model that would be shipped
 * @param baseline key of the model that it is compared with
 * @param others keys of models that are measured and shown without a say
 * @param scorers judgements of single completions, by name
 * @param metrics the declared metrics, by name; {@link BuiltInMetric} has those that need no declaration
 * @param gates what must hold, at least one
 * @param confidence of every gate, in [0.5, 0.9999]
 * @param maxErrorShare of the completions of candidate and baseline, in [0, 1]; above it the outcome cannot be SHIP
 * @param cache whether answers of earlier runs are taken
 * @param budget what the runs of an evaluation may cost together
 * @param seed fixes order and resampling, 0 to 2^53−1
 */
public record Suite(
        String title,
        String description,
        Data data,
        SortedMap<String, SliceSpec> slices,
        Optional<Prompt> prompt,
        Generation generation,
        int samples,
        long maxExamples,
        SortedMap<String, ModelSpec> models,
        String candidate,
        Optional<String> baseline,
        List<String> others,
        SortedMap<String, ScorerSpec> scorers,
        SortedMap<String, MetricSpec> metrics,
        List<GateSpec> gates,
        double confidence,
        double maxErrorShare,
        Cache cache,
        Optional<Budget> budget,
        long seed) {

    /** Whether answers of earlier runs are taken instead of calling a model. */
    public enum Cache {
        /** Every completion is called. */
        OFF,
        /** Kept answers are taken; what is called is not kept. */
        READ,
        /** Kept answers are taken; what is called is kept. */
        READ_WRITE
    }

    /**
     * An amount of money.
     *
     * @param currency ISO 4217 code
     * @param amount decimal in plain notation
     */
    public record Budget(String currency, String amount) {}

    /** The version of the format that this library reads. */
    public static final int FORMAT = 1;

    /** Bytes of a suite in UTF-8 at the most. */
    public static final int MAX_BYTES = 1 << 20;

    public Suite {
        slices = sorted(slices);
        models = sorted(models);
        scorers = sorted(scorers);
        metrics = sorted(metrics);
        others = List.copyOf(others);
        gates = List.copyOf(gates);
    }

    /** The canonical form: a suite in JSON that has every default filled in and its keys sorted, and that parses to an equal suite. */
    public ObjectNode definition() {
        return Definitions.write(this);
    }

    /** {@code sha256:} and 64 hex digits over the bytes of {@link #definition()}: formatting, comments and key order do not matter. */
    public String digest() {
        return Definitions.digest(definition());
    }

    /**
     * Reads a canonical form back; numbers may have become floating-point on the way, as in {@code google.protobuf.Struct}.
     *
     * @throws IllegalArgumentException when it is not a valid suite
     */
    public static Suite fromDefinition(JsonNode definition) {
        SuiteParse parse = SuiteParser.check(definition);
        return parse.suite()
                .orElseThrow(() -> new IllegalArgumentException(
                        "not a suite's definition: " + parse.errors().getFirst().format()));
    }

    static <T> SortedMap<String, T> sorted(Map<String, T> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
