package dev.assay.metrics.label;

import dev.assay.metrics.MetricException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Any metric for each group of rows (S12). */
public final class PerGroup {

    private PerGroup() {}

    /**
     * Computes a metric for each group.
     *
     * @param groups the group of each row
     * @param metric takes the indices of one group's rows; it may throw a {@link MetricException} of kind UNDEFINED
     * @return the value of each group in the order of their names, empty where the metric is undefined
     */
    public static SortedMap<String, OptionalDouble> of(List<String> groups, ToDoubleFunction<int[]> metric) {
        SortedMap<String, OptionalDouble> result = new TreeMap<>();
        rows(groups).forEach((group, rows) -> result.put(group, value(metric, rows)));
        return result;
    }

    /** The rows of each group, groups in the order of their names. */
    public static SortedMap<String, int[]> rows(List<String> groups) {
        SortedMap<String, List<Integer>> lists = new TreeMap<>();
        for (int i = 0; i < groups.size(); i++) {
            lists.computeIfAbsent(groups.get(i), group -> new ArrayList<>()).add(i);
        }
        SortedMap<String, int[]> result = new TreeMap<>();
        lists.forEach((group, rows) ->
                result.put(group, rows.stream().mapToInt(Integer::intValue).toArray()));
        return result;
    }

    /**
     * Largest minus smallest value of the groups in which the metric is defined.
     *
     * @throws MetricException undefined when it is in no group
     */
    public static double gap(SortedMap<String, OptionalDouble> values) {
        double[] defined = values.values().stream()
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .sorted()
                .toArray();
        if (defined.length == 0) {
            throw MetricException.undefined("the metric is defined in no group");
        }
        return defined[defined.length - 1] - defined[0];
    }

    private static OptionalDouble value(ToDoubleFunction<int[]> metric, int[] rows) {
        try {
            return OptionalDouble.of(metric.applyAsDouble(rows));
        } catch (MetricException e) {
            if (e.kind() != MetricException.Kind.UNDEFINED) {
                throw e;
            }
            return OptionalDouble.empty();
        }
    }
}
