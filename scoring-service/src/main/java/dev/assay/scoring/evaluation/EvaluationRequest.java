package dev.assay.scoring.evaluation;

import java.util.SortedMap;

/**
 * What a caller asks for; empty texts are not given.
 *
 * @param suite resource name
 * @param datasetVersion resource name
 * @param candidate key among the suite's models
 * @param baseline key among the suite's models
 * @param options how its runs are paid, where the suite's own choice is not to hold
 */
public record EvaluationRequest(
        String suite,
        String datasetVersion,
        String candidate,
        String baseline,
        SortedMap<String, String> labels,
        RunOptions options) {}
