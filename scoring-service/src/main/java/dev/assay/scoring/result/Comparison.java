package dev.assay.scoring.result;

import dev.assay.metrics.statistics.Estimate;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The candidate against the baseline on the same examples.
 *
 * @param difference candidate minus baseline, over the examples that both have a value for
 * @param wins examples on which the candidate is better, whichever way the metric points
 * @param requiredN examples to see a difference of this size with 80% power; empty when the difference is 0 or unknown
 */
public record Comparison(
        String metric,
        String slice,
        String candidate,
        String baseline,
        Estimate difference,
        Test test,
        long wins,
        long losses,
        long ties,
        OptionalLong requiredN) {

    /**
     * A paired test.
     *
     * @param name for example {@code mcnemar-exact}
     * @param pValue two-sided, in [0, 1]
     * @param adjustedPValue after Holm's correction over the categories; empty where none is made
     */
    public record Test(String name, OptionalDouble statistic, double pValue, OptionalDouble adjustedPValue) {}
}
