/**
 * Metrics that count edits: distances between strings, translation edit rate, word error rate. It may touch the token room and the
 * registry's exception. Texts enter; whole numbers and rates leave. Each refuses, by a stated limit, what it could not do quickly.
 */
@NullMarked
package dev.assay.metrics.text.edit;

import org.jspecify.annotations.NullMarked;
