package dev.assay.metrics.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.MetricSpec;
import dev.assay.metrics.text.ngram.Meteor;
import java.util.List;

/** Registry entry of METEOR without synonyms. */
final class MeteorMetrics {

    private MeteorMetrics() {}

    static List<MetricRegistry.Entry> entries() {
        return List.of(MetricSpec.of(
                        "text",
                        "meteor_exact_stem",
                        "METEOR's exact and stem stages with the penalty for order, no synonyms; best reference")
                .needs("hypothesis", "references")
                .param(
                        "tokenize",
                        "enum(word|space)",
                        "\"word\"",
                        "words as \\w+, or whatever stands between white space")
                .param("alpha", "number", "0.9", "weight of recall against precision, 0 to 1")
                .param("beta", "number", "3", "exponent of the penalty")
                .param("gamma", "number", "0.5", "largest penalty, 0 to 1")
                .source("Banerjee and Lavie 2005; NLTK 3.10.4 with a WordNet that has no synonyms")
                .by(MeteorMetrics::meteor));
    }

    private static JsonNode meteor(Fields inputs, Fields params) {
        Meteor meteor = new Meteor(
                TextMetrics.choice(params, "tokenize", Meteor.Tokenizer.class, Meteor.Tokenizer.WORD),
                params.number("alpha", Meteor.DEFAULT.alpha()),
                params.number("beta", Meteor.DEFAULT.beta()),
                params.number("gamma", Meteor.DEFAULT.gamma()));
        Meteor.Score score = meteor.score(inputs.text("hypothesis"), CorpusMetrics.presentReferences(inputs));
        return TextMetrics.score(score.score())
                .put("precision", score.precision())
                .put("recall", score.recall())
                .put("exact_matches", score.exact())
                .put("stem_matches", score.stemmed())
                .put("chunks", score.chunks());
    }
}
