package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which items belong together (questions on one passage, turns of one conversation). A category is a stratum, not a cluster. The
 * clusters are numbered in the order of their first item.
 */
public final class Clusters {

    private final int[] index;
    private final int count;

    private Clusters(int[] index, int count) {
        this.index = index;
        this.count = count;
    }

    /** By label; an item with an empty label is a cluster of its own. */
    public static Clusters ofLabels(List<Optional<String>> labels) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] index = new int[labels.size()];
        int next = 0;
        for (int i = 0; i < index.length; i++) {
            Optional<String> label = labels.get(i);
            Integer known = label.map(numbers::get).orElse(null);
            if (known == null) {
                index[i] = next;
                if (label.isPresent()) {
                    numbers.put(label.get(), next);
                }
                next++;
            } else {
                index[i] = known;
            }
        }
        return new Clusters(index, next);
    }

    /** By any numbers; equal numbers are one cluster. */
    public static Clusters of(long[] ids) {
        Map<Long, Integer> numbers = new HashMap<>();
        int[] index = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            int next = numbers.size();
            Integer known = numbers.putIfAbsent(ids[i], next);
            index[i] = known == null ? next : known;
        }
        return new Clusters(index, numbers.size());
    }

    /** Items that the clusters cover. */
    public int items() {
        return index.length;
    }

    /** Number of clusters. */
    public int count() {
        return count;
    }

    /** The cluster of item {@code i}, in [0, {@link #count()}). */
    public int of(int i) {
        return index[i];
    }

    /** The sum of {@code scores} in each cluster. */
    double[] totals(double[] scores) {
        double[] totals = new double[count];
        for (int i = 0; i < scores.length; i++) {
            totals[index[i]] += scores[i];
        }
        return totals;
    }

    /** The number of items in each cluster. */
    double[] sizes() {
        double[] sizes = new double[count];
        Arrays.stream(index).forEach(cluster -> sizes[cluster]++);
        return sizes;
    }

    void requireItems(int items) {
        if (index.length != items) {
            throw MetricException.invalid("clusters", "expected " + items + " items, found " + index.length);
        }
    }
}
