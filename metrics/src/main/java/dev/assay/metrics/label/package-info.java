/**
 * Metrics of labels and of the probabilities given to them: classification, ranking of a binary score, calibration, fairness. It
 * may touch nothing but the distributions of Commons Statistics. Labels, scores and groups enter as arrays, numbers with their
 * counts leave.
 */
@NullMarked
package dev.assay.metrics.label;

import org.jspecify.annotations.NullMarked;
