package dev.assay.scoring.evaluation;

import java.util.SortedMap;

/**
 * What a caller asks for; empty texts are not given.
 *
 * @param suite resource name
 * @param datasetVersion resource name
 * @param candidate key among the suite's models
 * @param baseline key among the suite's models
 */
public record EvaluationRequest(
        String suite, String datasetVersion, String candidate, String baseline, SortedMap<String, String> labels) {}
