package dev.assay.metrics.label;

import dev.assay.metrics.MetricException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns label values into indices 0..k−1, in the order of a list of labels. */
public final class Labels {

    private Labels() {}

    /**
     * The index of each value in {@code labels}.
     *
     * @param field names the values in an error
     * @throws MetricException when a label occurs twice in {@code labels}, or a value is not among them
     */
    public static <T> int[] indices(String field, List<T> values, List<T> labels) {
        Map<T, Integer> index = new HashMap<>();
        for (T label : labels) {
            if (index.put(label, index.size()) != null) {
                throw MetricException.invalid("labels", "the label " + label + " occurs twice");
            }
        }
        int[] result = new int[values.size()];
        for (int i = 0; i < result.length; i++) {
            Integer found = index.get(values.get(i));
            if (found == null) {
                throw MetricException.invalid(field + "[" + i + "]", "the label " + values.get(i) + " is not listed");
            }
            result[i] = found;
        }
        return result;
    }

    static void sameLength(int first, int second, String names) {
        if (first != second) {
            throw MetricException.invalid(names, "have different lengths, " + first + " and " + second);
        }
    }
}
