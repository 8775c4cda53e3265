package dev.assay.metrics.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import dev.assay.metrics.text.likelihood.Perplexity;
import java.util.List;

/** Registry entries of perplexity. */
public final class LikelihoodMetrics {

    private static final String FAMILY = "text";
    private static final Range FROM_ONE = new Range(1, Double.POSITIVE_INFINITY);

    private LikelihoodMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                MetricSpec.of(FAMILY, "perplexity", "perplexity of a text from its tokens' log-probabilities")
                        .needs("token_logprobs")
                        .param("log_base", "enum(e)", "\"e\"", "base of the log-probabilities")
                        .lowerIsBetter()
                        .range(FROM_ONE)
                        .source("Jelinek et al. 1977: exp(-mean log-probability)")
                        .by(LikelihoodMetrics::perplexity),
                MetricSpec.of(FAMILY, "corpus_perplexity", "perplexity over all tokens of several documents")
                        .needs("documents")
                        .lowerIsBetter()
                        .range(FROM_ONE)
                        .source("Jelinek et al. 1977: exp(-mean log-probability)")
                        .by(LikelihoodMetrics::corpus));
    }

    private static JsonNode perplexity(Fields inputs, Fields params) {
        String base = params.text("log_base", "e");
        if (!base.equals("e")) {
            throw MetricException.invalid(params.path("log_base"), "must be e, is \"" + base + "\"");
        }
        Perplexity value = Perplexity.of(inputs.numbers("token_logprobs"));
        ObjectNode result = TextMetrics.object();
        if (value.tokens() == 0) {
            return result.put("perplexity", "NaN").put("undefined", "there are no tokens");
        }
        TextMetrics.put(result, "sum_logprob", value.sumLogProbability());
        TextMetrics.put(result, "mean_nll", value.meanNegativeLogLikelihood());
        TextMetrics.put(result, "perplexity", value.perplexity());
        if (inputs.has("num_bytes")) {
            long bytes = inputs.integer("num_bytes");
            TextMetrics.put(result, "bits_per_byte", value.bitsPer(bytes));
            TextMetrics.put(result, "byte_perplexity", value.perplexityPer(bytes));
        }
        if (inputs.has("num_words")) {
            TextMetrics.put(result, "word_perplexity", value.perplexityPer(inputs.integer("num_words")));
        }
        return result;
    }

    private static JsonNode corpus(Fields inputs, Fields params) {
        Perplexity pooled = new Perplexity();
        double means = 0;
        double[][] documents = inputs.matrix("documents");
        for (double[] document : documents) {
            pooled.add(document);
            means += Perplexity.of(document).perplexity();
        }
        ObjectNode result = TextMetrics.object();
        TextMetrics.put(result, "token_weighted", pooled.perplexity());
        TextMetrics.put(result, "mean_of_document_perplexities", means / documents.length);
        return result;
    }
}
