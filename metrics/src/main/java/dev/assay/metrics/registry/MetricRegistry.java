package dev.assay.metrics.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.MetricException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** Every metric by its name. Immutable and thread-safe. */
public final class MetricRegistry {

    /** A metric: its description and its function. */
    public record Entry(MetricDescriptor descriptor, MetricFunction function) {}

    private final TreeMap<String, Entry> entries;

    /**
     * Collects the entries of all families.
     *
     * @throws IllegalArgumentException when two entries have the same name
     */
    public MetricRegistry(Collection<List<Entry>> families) {
        this.entries = new TreeMap<>();
        for (List<Entry> family : families) {
            for (Entry entry : family) {
                if (entries.put(entry.descriptor().name(), entry) != null) {
                    throw new IllegalArgumentException(
                            "two metrics are named " + entry.descriptor().name());
                }
            }
        }
    }

    /** All descriptors in the order of their names. */
    public List<MetricDescriptor> list() {
        List<MetricDescriptor> result = new ArrayList<>();
        entries.values().forEach(entry -> result.add(entry.descriptor()));
        return Collections.unmodifiableList(result);
    }

    /**
     * Computes one metric.
     *
     * @throws MetricException when the name or one of the settings is unknown, the inputs are malformed, or the metric is undefined for
     *     them
     */
    public JsonNode compute(String metric, JsonNode inputs, JsonNode params) {
        Entry entry = entries.get(metric);
        if (entry == null) {
            throw MetricException.invalid("metric", "unknown metric \"" + metric + "\"");
        }
        Fields settings = Fields.of("params", params);
        Settings.check(entry.descriptor(), settings.raw());
        return entry.function().compute(Fields.of("inputs", inputs), settings);
    }
}
