package dev.assay.metrics.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import dev.assay.metrics.text.ngram.Bleu;
import dev.assay.metrics.text.ngram.Chrf;
import dev.assay.metrics.text.token.BleuTokenizer;
import java.util.List;

/** Registry entries of BLEU and chrF. */
public final class BleuMetrics {

    private static final String FAMILY = "text";
    private static final String VERSION = "|version:2.6.0";

    private BleuMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                bleuParameters(MetricSpec.of(FAMILY, "sentence_bleu", "BLEU of one answer against its references"))
                        .needs("hypothesis", "references")
                        .by((inputs, params) -> render(bleu(params)
                                .sentence(inputs.text("hypothesis"), CorpusMetrics.presentReferences(inputs)))),
                bleuParameters(MetricSpec.of(
                                FAMILY, "corpus_bleu", "BLEU of a corpus; missing references are left out"))
                        .needs("hypotheses", "reference_streams")
                        .by(BleuMetrics::corpusBleu),
                chrfParameters(MetricSpec.of(FAMILY, "sentence_chrf", "chrF or chrF++ of one answer"))
                        .needs("hypothesis", "references")
                        .by((inputs, params) -> TextMetrics.score(chrf(params)
                                .sentence(inputs.text("hypothesis"), CorpusMetrics.presentReferences(inputs)))),
                chrfParameters(MetricSpec.of(FAMILY, "corpus_chrf", "chrF or chrF++ of a corpus"))
                        .needs("hypotheses", "reference_streams")
                        .by(BleuMetrics::corpusChrf));
    }

    private static MetricSpec bleuParameters(MetricSpec spec) {
        return spec.range(Range.PERCENT)
                .param("tokenize", "enum(13a|intl|char|zh|none)", "\"13a\"", "what counts as a word")
                .param(
                        "smooth_method",
                        "enum(exp|floor|add-k|none)",
                        "\"exp\"",
                        "what takes the place of a precision of 0")
                .param("smooth_value", "number", "null", "constant of floor (0.1) and add-k (1)")
                .param("effective_order", "boolean", "false", "leave out orders that the answer is too short for")
                .param("lowercase", "boolean", "false", "lower-case first")
                .param("max_ngram_order", "integer", "4", "longest n-gram")
                .source("Papineni et al. 2002; Post 2018; sacreBLEU 2.6.0");
    }

    private static MetricSpec chrfParameters(MetricSpec spec) {
        return spec.range(Range.PERCENT)
                .param("char_order", "integer", "6", "longest character n-gram")
                .param("word_order", "integer", "0", "longest word n-gram; 2 for chrF++")
                .param("beta", "number", "2", "weight of recall")
                .param("lowercase", "boolean", "false", "lower-case first")
                .param("whitespace", "boolean", "false", "count white space")
                .param("eps_smoothing", "boolean", "false", "average over all orders")
                .source("Popović 2015, 2017; sacreBLEU 2.6.0");
    }

    private static Bleu bleu(Fields params) {
        String name = params.text("tokenize", "13a");
        BleuTokenizer tokenizer = BleuTokenizer.named(name)
                .orElseThrow(() -> MetricException.invalid(
                        params.path("tokenize"), "must be one of 13a, intl, char, zh, none, is \"" + name + "\""));
        String method = params.text("smooth_method", "exp");
        Bleu.Smoothing smoothing = switch (method) {
            case "exp" -> Bleu.Smoothing.EXP;
            case "floor" -> Bleu.Smoothing.FLOOR;
            case "add-k" -> Bleu.Smoothing.ADD_K;
            case "none" -> Bleu.Smoothing.NONE;
            default ->
                throw MetricException.invalid(
                        params.path("smooth_method"), "must be one of exp, floor, add-k, none, is \"" + method + "\"");
        };
        return new Bleu(
                tokenizer,
                smoothing,
                params.number("smooth_value", smoothing.defaultValue()),
                params.flag("effective_order", false),
                params.flag("lowercase", false),
                TextMetrics.bounded(params, "max_ngram_order", 4, 1, Bleu.LARGEST_ORDER));
    }

    private static Chrf chrf(Fields params) {
        return new Chrf(
                TextMetrics.bounded(params, "char_order", 6, 0, Chrf.LARGEST_ORDER),
                TextMetrics.bounded(params, "word_order", 0, 0, Chrf.LARGEST_ORDER),
                params.number("beta", 2),
                params.flag("lowercase", false),
                params.flag("whitespace", false),
                params.flag("eps_smoothing", false));
    }

    private static JsonNode corpusBleu(Fields inputs, Fields params) {
        Bleu.Accumulator sum = bleu(params).accumulator();
        CorpusMetrics.forEach(inputs, sum::add);
        return render(sum.score()).put("signature", sum.signature() + VERSION);
    }

    private static JsonNode corpusChrf(Fields inputs, Fields params) {
        Chrf.Accumulator sum = chrf(params).accumulator();
        CorpusMetrics.forEach(inputs, sum::add);
        return TextMetrics.score(sum.score()).put("signature", sum.signature() + VERSION);
    }

    private static ObjectNode render(Bleu.Score score) {
        ObjectNode result = TextMetrics.score(score.score())
                .put("bp", score.brevityPenalty())
                .put("sys_len", score.hypothesisLength())
                .put("ref_len", score.referenceLength());
        numbers(score.precisions(), result.putArray("precisions"));
        numbers(score.counts(), result.putArray("counts"));
        numbers(score.totals(), result.putArray("totals"));
        return result;
    }

    private static void numbers(List<Double> values, ArrayNode into) {
        values.forEach(into::add);
    }
}
