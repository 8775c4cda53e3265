package dev.assay.metrics.statistics;

import java.util.OptionalDouble;

/**
 * A test and what it found.
 *
 * @param name for example {@code mcnemar-exact} or {@code paired-t}
 * @param statistic empty where the test has none
 * @param pValue two-sided, in [0, 1]
 */
public record NamedTest(String name, OptionalDouble statistic, double pValue) {}
