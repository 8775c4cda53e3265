/**
 * Metrics of numbers: errors of predictions, correlation, and descriptions of a sample. It may touch nothing but the distributions
 * and rankings of Commons Statistics. Arrays of numbers enter, numbers leave; a value that does not exist is undefined, never NaN.
 */
@NullMarked
package dev.assay.metrics.number;

import org.jspecify.annotations.NullMarked;
