/**
 * Estimates with their uncertainty, tests, resampling, power and corrections: what every number of Assay stands on. It may touch
 * Apache Commons Statistics for distributions, and of this project nothing but
 * the module's exception; its adapters for the registry are the classes named {@code …Metrics}. Scores by item (and their clusters, a level and a
 * seed) enter; {@link dev.assay.metrics.statistics.Estimate}s and p-values leave.
 */
@NullMarked
package dev.assay.metrics.statistics;

import org.jspecify.annotations.NullMarked;
