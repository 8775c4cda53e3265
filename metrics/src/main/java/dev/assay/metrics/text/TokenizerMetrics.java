package dev.assay.metrics.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import dev.assay.metrics.text.token.BleuTokenizer;
import dev.assay.metrics.text.token.PorterStemmer;
import dev.assay.metrics.text.token.RougeTokenizer;
import dev.assay.metrics.text.token.TercomTokenizer;
import dev.assay.metrics.text.token.Tokens;
import java.util.List;

/** Registry entries of the tokenizers: they explain a BLEU, TER or ROUGE that differs from what was expected. */
public final class TokenizerMetrics {

    private static final String FAMILY = "tokenizers";

    private TokenizerMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                MetricSpec.of(FAMILY, "sacrebleu_tokenize", "tokens of each BLEU tokenizer, joined by spaces")
                        .needs("text")
                        .neutral()
                        .source("Post 2018; sacreBLEU 2.6.0")
                        .by(TokenizerMetrics::bleu),
                terParameters(MetricSpec.of(FAMILY, "tercom_tokenize", "tokens of the TER tokenizer, joined by spaces"))
                        .needs("text")
                        .neutral()
                        .source("Snover et al. 2006; Tercom")
                        .by((inputs, params) -> TextMetrics.object()
                                .put(
                                        "tokens",
                                        tercom(params)
                                                .tokenize(inputs.text("text"))
                                                .join())),
                MetricSpec.of(FAMILY, "rouge_tokenize", "words that ROUGE counts, with and without stemming")
                        .needs("text")
                        .neutral()
                        .source("Lin 2004; rouge-score 0.1.2")
                        .by(TokenizerMetrics::rouge),
                MetricSpec.of(FAMILY, "porter_stem", "stem of an English word")
                        .needs("word")
                        .neutral()
                        .source("Porter 1980; NLTK 3.10.4 extensions")
                        .by(TokenizerMetrics::stem));
    }

    /** Adds the settings of the TER tokenizer. */
    static MetricSpec terParameters(MetricSpec spec) {
        return spec.param("normalized", "boolean", "false", "split punctuation off and decode entities")
                .param("no_punct", "boolean", "false", "remove punctuation")
                .param("asian_support", "boolean", "false", "split or remove Chinese and Japanese characters too")
                .param("case_sensitive", "boolean", "false", "do not lower-case");
    }

    /** Reads the settings of the TER tokenizer. */
    static TercomTokenizer tercom(Fields params) {
        return new TercomTokenizer(
                params.flag("normalized", false),
                params.flag("no_punct", false),
                params.flag("asian_support", false),
                params.flag("case_sensitive", false));
    }

    private static JsonNode bleu(Fields inputs, Fields params) {
        String text = inputs.text("text");
        ObjectNode result = TextMetrics.object();
        for (BleuTokenizer tokenizer : BleuTokenizer.values()) {
            String joined = switch (tokenizer) {
                case NONE -> text;
                case CHAR -> everyCharacter(text);
                case V13A, INTL, ZH -> tokenizer.tokenize(text).join();
            };
            result.put(tokenizer.label(), joined);
        }
        return result;
    }

    /** The reference joins every character, white space included; BLEU then splits again and drops it. */
    private static String everyCharacter(String text) {
        StringBuilder out = new StringBuilder(text.length() * 2);
        text.codePoints().forEach(c -> out.append(out.isEmpty() ? "" : " ").appendCodePoint(c));
        return out.toString();
    }

    private static JsonNode rouge(Fields inputs, Fields params) {
        ObjectNode result = TextMetrics.object();
        Tokens plain = RougeTokenizer.tokenize(inputs.text("text"), false);
        Tokens stemmed = RougeTokenizer.tokenize(inputs.text("text"), true);
        plain.toList().forEach(result.putArray("tokens")::add);
        stemmed.toList().forEach(result.putArray("tokens_stemmed")::add);
        return result;
    }

    private static JsonNode stem(Fields inputs, Fields params) {
        String word = inputs.text("word");
        String stem = PorterStemmer.stem(word);
        boolean longEnough = word.codePointCount(0, word.length()) > 3;
        return TextMetrics.object().put("stem", stem).put("rouge_stem", longEnough ? stem : word);
    }
}
