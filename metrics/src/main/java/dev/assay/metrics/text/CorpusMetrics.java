package dev.assay.metrics.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** How the adapters of corpus metrics read hypotheses and reference streams. */
final class CorpusMetrics {

    private CorpusMetrics() {}

    /** The field {@code references} without missing ones (null); an empty one counts, as in sacreBLEU 2.6.0. */
    static List<String> presentReferences(Fields inputs) {
        if (!inputs.has("references") && inputs.has("reference")) {
            return List.of(inputs.text("reference"));
        }
        JsonNode references = inputs.array("references");
        List<String> result = new ArrayList<>();
        for (int r = 0; r < references.size(); r++) {
            add(inputs.path("references") + "[" + r + "]", references.get(r), result);
        }
        requireOne(inputs.path("references"), result);
        return result;
    }

    /**
     * Walks over {@code hypotheses} with their references from {@code reference_streams}: one list of references for all hypotheses
     * after the other, as sacreBLEU takes them. A reference that is null is missing and left out; an empty one counts.
     */
    static void forEach(Fields inputs, BiConsumer<String, List<String>> sentence) {
        List<String> hypotheses = inputs.texts("hypotheses");
        JsonNode streams = inputs.array("reference_streams");
        for (int s = 0; s < streams.size(); s++) {
            if (streams.get(s).size() != hypotheses.size()) {
                throw MetricException.invalid(
                        inputs.path("reference_streams") + "[" + s + "]",
                        "expected " + hypotheses.size() + " references, found "
                                + streams.get(s).size());
            }
        }
        for (int i = 0; i < hypotheses.size(); i++) {
            List<String> references = new ArrayList<>();
            for (int s = 0; s < streams.size(); s++) {
                String path = inputs.path("reference_streams") + "[" + s + "][" + i + "]";
                add(path, streams.get(s).get(i), references);
            }
            requireOne(inputs.path("reference_streams") + "[*][" + i + "]", references);
            sentence.accept(hypotheses.get(i), references);
        }
    }

    private static void add(String path, JsonNode reference, List<String> into) {
        if (!reference.isNull()) {
            into.add(Fields.text(path, reference));
        }
    }

    private static void requireOne(String path, List<String> references) {
        if (references.isEmpty()) {
            throw MetricException.invalid(path, "at least one reference is required");
        }
    }
}
