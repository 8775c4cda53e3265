package dev.assay.metrics.overlap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Registry entries of near-duplicates and contamination. */
public final class OverlapMetrics {

    private static final String FAMILY = "overlap";

    private OverlapMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                MetricSpec.of(FAMILY, "ngram_contamination", "n-grams that an item shares with a corpus")
                        .needs("item", "corpus")
                        .param("n", "integer", "13", "words in an n-gram")
                        .lowerIsBetter()
                        .source("Brown et al. 2020, appendix C")
                        .by(OverlapMetrics::contamination),
                shingleParameters(MetricSpec.of(
                                FAMILY, "jaccard_minhash", "similarity of two texts' shingles, exact and by MinHash"))
                        .needs("a", "b")
                        .neutral()
                        .by(OverlapMetrics::jaccard),
                shingleParameters(
                                MetricSpec.of(FAMILY, "duplicate_pairs", "pairs of documents that are nearly the same"))
                        .needs("documents")
                        .param("threshold", "number", "0.8", "lowest Jaccard similarity of a pair")
                        .neutral()
                        .by(OverlapMetrics::pairs));
    }

    private static MetricSpec shingleParameters(MetricSpec spec) {
        return spec.param("shingle", "enum(word|char)", "\"word\"", "what a shingle is made of")
                .param("n", "integer", "3", "units in a shingle")
                .param("num_perm", "integer", "256", "permutations of MinHash")
                .param("seed", "integer", "1", "seed of the permutations")
                .source("Broder 1997; datasketch 2.0.0");
    }

    private static Shingles shingles(Fields params) {
        String unit = params.text("shingle", "word");
        int size = (int) params.integer("n", 3);
        return switch (unit) {
            case "word" -> new Shingles(Shingles.Unit.WORD, size);
            case "char" -> new Shingles(Shingles.Unit.CHAR, size);
            default ->
                throw MetricException.invalid(params.path("shingle"), "must be one of word, char, is \"" + unit + "\"");
        };
    }

    private static MinHash minHash(Fields params) {
        return new MinHash((int) params.integer("num_perm", 256), (int) params.integer("seed", 1));
    }

    private static JsonNode contamination(Fields inputs, Fields params) {
        ContaminationIndex index = new ContaminationIndex((int) params.integer("n", ContaminationIndex.GPT_3), true);
        index.add(inputs.text("item"));
        inputs.texts("corpus").forEach(index::scan);
        ContaminationIndex.Overlap overlap = index.overlap(0);
        return JsonNodeFactory.instance
                .objectNode()
                .put("item_tokens", overlap.tokens())
                .put("ngrams", overlap.ngrams())
                .put("matched_ngrams", overlap.matched())
                .put("contaminated_any", overlap.contaminated())
                .put("matched_fraction", overlap.matchedShare())
                .put("token_coverage", overlap.coverage())
                .put("longest_common_token_run", overlap.longestRun().orElse(0));
    }

    /** With both sets empty the similarity is undefined: {@code null}. */
    private static JsonNode jaccard(Fields inputs, Fields params) {
        Shingles shingles = shingles(params);
        MinHash minHash = minHash(params);
        Set<String> a = shingles.of(inputs.text("a"));
        Set<String> b = shingles.of(inputs.text("b"));
        int shared = Shingles.intersection(a, b);
        ObjectNode result = JsonNodeFactory.instance
                .objectNode()
                .put("size_a", a.size())
                .put("size_b", b.size())
                .put("intersection", shared);
        Optional<Double> jaccard = Shingles.jaccard(a, b);
        if (jaccard.isEmpty()) {
            return result.putNull("jaccard").put("undefined", "both sets of shingles are empty");
        }
        double j = jaccard.get();
        double reach = 4 * Math.sqrt(j * (1 - j) / minHash.permutations()) + 1e-9;
        result.put("jaccard", j);
        if (!a.isEmpty()) {
            result.put("containment_a_in_b", (double) shared / a.size());
        }
        double estimate = MinHash.similarity(minHash.signature(a), minHash.signature(b));
        result.put("minhash_estimate", estimate);
        result.put("example_estimate", estimate);
        result.putArray("minhash_estimate_range_4sigma")
                .add(Math.max(0, j - reach))
                .add(Math.min(1, j + reach));
        return result;
    }

    private static JsonNode pairs(Fields inputs, Fields params) {
        DuplicateIndex index = new DuplicateIndex(shingles(params), params.number("threshold", 0.8), minHash(params));
        List<DuplicateIndex.Pair> pairs = new ArrayList<>();
        for (String document : inputs.texts("documents")) {
            pairs.addAll(index.add(document));
        }
        pairs.sort(Comparator.comparingInt(DuplicateIndex.Pair::first).thenComparingInt(DuplicateIndex.Pair::second));
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode rows = result.putArray("pairs");
        for (DuplicateIndex.Pair pair : pairs) {
            rows.addArray().add(pair.first()).add(pair.second()).add(pair.jaccard());
        }
        return result;
    }
}
