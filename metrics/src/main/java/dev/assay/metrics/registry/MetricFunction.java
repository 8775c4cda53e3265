package dev.assay.metrics.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.MetricException;

/** One metric called with JSON: pure, thread-safe, independent of locale, time zone and default encoding. */
@FunctionalInterface
public interface MetricFunction {

    /**
     * Computes the metric.
     *
     * @param inputs the data, an object whose fields the metric's description lists
     * @param params the settings, an object; absent ones take their default
     * @return the value, shaped as the metric's description says; never contains NaN or infinities but as the strings
     *     {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"} where the definition gives one
     * @throws MetricException when the inputs are malformed or the metric is undefined for them
     */
    JsonNode compute(Fields inputs, Fields params);
}
