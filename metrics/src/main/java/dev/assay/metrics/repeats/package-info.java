/**
 * Metrics of several samples of one example: pass@k and its kin, worst and best of N, majority and consistency. It may touch nothing
 * but the distributions of Commons Statistics. Counts, scores or answers of one example enter, one number leaves; fewer samples than
 * the metric speaks of make it undefined.
 */
@NullMarked
package dev.assay.metrics.repeats;

import org.jspecify.annotations.NullMarked;
