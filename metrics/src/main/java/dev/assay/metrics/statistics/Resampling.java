package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is resampled: items, or clusters with all their items.
 *
 * @param members the items of each unit
 * @param items number of items in all
 */
record Resampling(int[][] members, int items) {

    static Resampling of(int n, Optional<Clusters> clusters) {
        if (clusters.isEmpty()) {
            int[][] single = new int[n][];
            Arrays.setAll(single, i -> new int[] {i});
            return checked(single, n);
        }
        Clusters by = clusters.get();
        by.requireItems(n);
        int[] sizes = new int[by.count()];
        IntStream.range(0, n).forEach(i -> sizes[by.of(i)]++);
        int[][] members = new int[by.count()][];
        Arrays.setAll(members, c -> new int[sizes[c]]);
        for (int i = n - 1; i >= 0; i--) {
            members[by.of(i)][--sizes[by.of(i)]] = i;
        }
        return checked(members, n);
    }

    private static Resampling checked(int[][] members, int n) {
        if (members.length < 2) {
            throw MetricException.undefined(
                    "a bootstrap needs at least two items or clusters, found " + members.length);
        }
        return new Resampling(members, n);
    }

    int count() {
        return members.length;
    }

    int[] all() {
        return IntStream.range(0, items).toArray();
    }

    int[] draw(Bootstrap.Draw draw) {
        int[] picked = new int[items + items / 2];
        int length = 0;
        for (int i = 0; i < members.length; i++) {
            int[] unit = members[draw.next()];
            if (length + unit.length > picked.length) {
                picked = Arrays.copyOf(picked, 2 * (length + unit.length));
            }
            System.arraycopy(unit, 0, picked, length, unit.length);
            length += unit.length;
        }
        return length == picked.length ? picked : Arrays.copyOf(picked, length);
    }

    int[] without(int unit) {
        return IntStream.range(0, members.length)
                .filter(u -> u != unit)
                .flatMap(u -> Arrays.stream(members[u]))
                .toArray();
    }
}
