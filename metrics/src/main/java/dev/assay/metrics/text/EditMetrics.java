package dev.assay.metrics.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import dev.assay.metrics.text.edit.EditDistance;
import dev.assay.metrics.text.edit.Ter;
import dev.assay.metrics.text.edit.WordErrorRate;
import java.util.List;

/** Registry entries of the metrics that count edits. */
public final class EditMetrics {

    private static final String FAMILY = "text";
    private static final String VERSION = "|version:2.6.0";

    private EditMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                MetricSpec.of(FAMILY, "edit_distance", "distances and similarities of two strings, in code points")
                        .needs("a", "b")
                        .neutral()
                        .range(Range.NON_NEGATIVE)
                        .source("RapidFuzz 3.14.6")
                        .by(EditMetrics::distances),
                MetricSpec.of(
                                FAMILY,
                                "levenshtein",
                                "Levenshtein similarity: 1 - distance / longer length, best reference")
                        .needs("prediction", "references")
                        .source("Levenshtein 1966; Myers 1999")
                        .by(EditMetrics::levenshtein),
                MetricSpec.of(FAMILY, "wer", "word error rate and its relatives, summed over sentences")
                        .needs("references", "hypotheses")
                        .lowerIsBetter()
                        .range(Range.NON_NEGATIVE)
                        .source("Morris et al. 2004; jiwer 4.0.0")
                        .by(EditMetrics::wordErrorRate),
                TokenizerMetrics.terParameters(
                                MetricSpec.of(FAMILY, "sentence_ter", "translation edit rate of one answer, percent"))
                        .needs("hypothesis", "references")
                        .lowerIsBetter()
                        .range(Range.NON_NEGATIVE)
                        .source("Snover et al. 2006; sacreBLEU 2.6.0")
                        .by((inputs, params) -> render(ter(params)
                                .sentence(inputs.text("hypothesis"), CorpusMetrics.presentReferences(inputs)))),
                TokenizerMetrics.terParameters(
                                MetricSpec.of(FAMILY, "corpus_ter", "translation edit rate of a corpus, percent"))
                        .needs("hypotheses", "reference_streams")
                        .lowerIsBetter()
                        .range(Range.NON_NEGATIVE)
                        .source("Snover et al. 2006; sacreBLEU 2.6.0")
                        .by(EditMetrics::corpusTer));
    }

    private static JsonNode distances(Fields inputs, Fields params) {
        String a = inputs.text("a");
        String b = inputs.text("b");
        return TextMetrics.object()
                .put("levenshtein", EditDistance.levenshtein(a, b))
                .put("levenshtein_normalized_similarity", EditDistance.normalizedSimilarity(a, b))
                .put("osa", EditDistance.optimalStringAlignment(a, b))
                .put("damerau_levenshtein", EditDistance.damerauLevenshtein(a, b))
                .put("indel", EditDistance.indel(a, b))
                .put("lcs_length", EditDistance.commonSubsequence(a, b))
                .put("jaro", EditDistance.jaro(a, b))
                .put("jaro_winkler", EditDistance.jaroWinkler(a, b))
                .put("ratio", EditDistance.ratio(a, b));
    }

    private static JsonNode levenshtein(Fields inputs, Fields params) {
        String prediction = inputs.text("prediction");
        double best = -1;
        int distance = 0;
        for (String reference : TextMetrics.references(inputs)) {
            double similarity = EditDistance.normalizedSimilarity(prediction, reference);
            if (similarity > best) {
                best = similarity;
                distance = EditDistance.levenshtein(prediction, reference);
            }
        }
        return TextMetrics.score(best).put("distance", distance);
    }

    private static JsonNode wordErrorRate(Fields inputs, Fields params) {
        List<String> references = inputs.texts("references");
        List<String> hypotheses = inputs.texts("hypotheses");
        if (references.size() != hypotheses.size()) {
            throw MetricException.invalid(
                    inputs.path("hypotheses"), "expected " + references.size() + ", found " + hypotheses.size());
        }
        WordErrorRate sum = new WordErrorRate();
        for (int i = 0; i < references.size(); i++) {
            sum.add(references.get(i), hypotheses.get(i));
        }
        return TextMetrics.object()
                .put("wer", sum.wordErrorRate())
                .put("mer", sum.matchErrorRate())
                .put("wil", sum.wordInformationLost())
                .put("wip", sum.wordInformationPreserved())
                .put("hits", sum.hits())
                .put("substitutions", sum.substitutions())
                .put("deletions", sum.deletions())
                .put("insertions", sum.insertions())
                .put("cer", sum.characterErrorRate());
    }

    private static Ter ter(Fields params) {
        return new Ter(TokenizerMetrics.tercom(params));
    }

    private static JsonNode corpusTer(Fields inputs, Fields params) {
        Ter.Accumulator sum = ter(params).accumulator();
        CorpusMetrics.forEach(inputs, sum::add);
        return render(sum.score()).put("signature", sum.signature() + VERSION);
    }

    private static ObjectNode render(Ter.Score score) {
        return TextMetrics.score(score.score())
                .put("num_edits", score.edits())
                .put("ref_length", score.referenceLength());
    }
}
