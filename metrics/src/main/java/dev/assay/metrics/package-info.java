/**
 * What all rooms of this module share: the one exception that says why a metric has no value. It touches nothing; every other
 * package may touch it. A field or a reason enters, a {@link dev.assay.metrics.MetricException} leaves.
 */
@NullMarked
package dev.assay.metrics;

import org.jspecify.annotations.NullMarked;
