/**
 * Metrics that are computed from the probabilities that a model gave to tokens. It may touch the registry's exception. Natural
 * logarithms of probabilities enter; perplexities and bits leave.
 */
@NullMarked
package dev.assay.metrics.text.likelihood;

import org.jspecify.annotations.NullMarked;
