package dev.assay.suite;

/**
 * A declared metric: the mean over the examples of the mean over the samples of a scorer's scores.
 *
 * @param scorer name of the scorer
 */
public record MetricSpec(String scorer) {}
