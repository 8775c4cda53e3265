package dev.assay.metrics.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import dev.assay.metrics.text.ngram.Rouge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Registry entries of ROUGE. */
public final class RougeMetrics {

    private static final String FAMILY = "text";
    private static final String SOURCE = "Lin 2004; rouge-score 0.1.2";

    private RougeMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                MetricSpec.of(FAMILY, "rouge", "ROUGE-1, -2, -3, -L and -Lsum: precision, recall and F-measure")
                        .needs("target", "prediction")
                        .param("use_stemmer", "boolean", "false", "stem words of more than three characters")
                        .param("split_summaries", "boolean", "false", "must be false: sentences are lines")
                        .source(SOURCE)
                        .by(RougeMetrics::rouge),
                MetricSpec.of(FAMILY, "rouge_multi", "ROUGE against several targets; for each kind the best F-measure")
                        .needs("targets", "prediction")
                        .param("use_stemmer", "boolean", "true", "stem words of more than three characters")
                        .source(SOURCE)
                        .by(RougeMetrics::rougeMulti),
                MetricSpec.of(
                                FAMILY,
                                "rouge_l_plain",
                                "F-measure of the longest common subsequence of parts between spaces")
                        .needs("prediction", "references")
                        .source("Lin 2004, with white-space tokens for any script")
                        .by(RougeMetrics::plain));
    }

    private static JsonNode rouge(Fields inputs, Fields params) {
        if (params.flag("split_summaries", false)) {
            throw MetricException.invalid(params.path("split_summaries"), "must be false: put each sentence on a line");
        }
        Rouge rouge = new Rouge(params.flag("use_stemmer", false));
        return render(scores(rouge, inputs.text("target"), inputs.text("prediction")));
    }

    private static JsonNode rougeMulti(Fields inputs, Fields params) {
        Rouge rouge = new Rouge(params.flag("use_stemmer", true));
        List<String> targets = inputs.texts("targets");
        if (targets.isEmpty()) {
            throw MetricException.invalid(inputs.path("targets"), "at least one is required");
        }
        Map<String, List<Rouge.Score>> byKind = new LinkedHashMap<>();
        for (String target : targets) {
            scores(rouge, target, inputs.text("prediction"))
                    .forEach((kind, score) ->
                            byKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(score));
        }
        Map<String, Rouge.Score> best = new LinkedHashMap<>();
        byKind.forEach((kind, scores) -> best.put(kind, Rouge.Score.best(scores)));
        return render(best);
    }

    private static JsonNode plain(Fields inputs, Fields params) {
        String prediction = inputs.text("prediction");
        List<Rouge.Score> scores = TextMetrics.references(inputs).stream()
                .map(reference -> Rouge.plainL(reference, prediction))
                .toList();
        Rouge.Score best = Rouge.Score.best(scores);
        return TextMetrics.score(best.fmeasure())
                .put("precision", best.precision())
                .put("recall", best.recall());
    }

    private static Map<String, Rouge.Score> scores(Rouge rouge, String target, String prediction) {
        Rouge.Words words = rouge.words(target, prediction);
        Rouge.Score[] ngrams = words.upTo(3);
        Map<String, Rouge.Score> result = new LinkedHashMap<>();
        for (int n = 1; n <= 3; n++) {
            result.put("rouge" + n, ngrams[n - 1]);
        }
        result.put("rougeL", words.l());
        result.put("rougeLsum", rouge.lSum(target, prediction));
        return result;
    }

    private static ObjectNode render(Map<String, Rouge.Score> scores) {
        ObjectNode result = TextMetrics.object();
        scores.forEach((kind, score) -> result.putObject(kind)
                .put("precision", score.precision())
                .put("recall", score.recall())
                .put("fmeasure", score.fmeasure()));
        return result;
    }
}
