/**
 * The catalogue of all metrics: names, versions, parameters, and a uniform way to call each with JSON. It may touch every other
 * package of this module; none of them touches it but the adapters named {@code …Metrics}. JSON inputs and parameters enter, JSON values or a
 * {@link dev.assay.metrics.MetricException} that names the field leave.
 */
@NullMarked
package dev.assay.metrics.registry;

import org.jspecify.annotations.NullMarked;
