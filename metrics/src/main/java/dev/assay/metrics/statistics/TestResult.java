package dev.assay.metrics.statistics;

import java.util.OptionalDouble;

/**
 * What a test found.
 *
 * @param statistic the test's statistic; empty when undefined
 * @param pValue in [0, 1]; empty when undefined
 * @param undefinedReason why there is no result; empty when there is one
 */
public record TestResult(OptionalDouble statistic, OptionalDouble pValue, String undefinedReason) {

    static TestResult of(double statistic, double pValue) {
        return new TestResult(OptionalDouble.of(statistic), OptionalDouble.of(Math.clamp(pValue, 0, 1)), "");
    }

    static TestResult undefined(String reason) {
        return new TestResult(OptionalDouble.empty(), OptionalDouble.empty(), reason);
    }

    public boolean isDefined() {
        return pValue.isPresent();
    }
}
