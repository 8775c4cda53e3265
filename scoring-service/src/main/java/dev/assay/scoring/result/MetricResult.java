package dev.assay.scoring.result;

import dev.assay.metrics.statistics.Estimate;
import java.util.Map;

/**
 * One metric of one participant on one slice.
 *
 * @param slice empty for the whole data, {@code category=edge} for a category, a name for a slice of the suite
 * @param counts completions by how scoring them ended: {@code SCORED}, {@code TARGET_ERROR}, {@code SCORER_ERROR}, {@code SKIPPED}
 * @param unit {@code s}, a currency code, {@code tokens}, or empty for a plain number
 */
public record MetricResult(
        String metric, String slice, String participant, Estimate estimate, Map<String, Long> counts, String unit) {

    public MetricResult {
        counts = Map.copyOf(counts);
    }
}
