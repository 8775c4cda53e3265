package dev.assay.dataset.version;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The order in which a run takes examples: pseudo-random, fixed by a seed, and fair to the categories: in each prefix of it, the examples of a
 * category are fewer than one away from the category's share of the prefix. A run that stops early has seen them all in proportion.
 *
 * <p>Within a category the examples are shuffled. Between categories, the j-th example (from 0) of a category with n of N examples may stand at
 * the places from ⌊jN/n⌋ to ⌈(j+1)N/n⌉−1, which is what the promise amounts to; each place goes to the one among those that may have it
 * which must have its place first. Baruah and others showed that this always works out (Proportionate progress, Algorithmica 15, 1996).
 */
final class SeededOrder {

    private SeededOrder() {}

    /** A category on its way through the order: the members not yet placed, and the window of the next one. */
    private static final class Category {
        private final int[] members;
        private final long total;
        private final long tie;
        private int next;

        Category(int[] members, long total, long tie) {
            this.members = members;
            this.total = total;
            this.tie = tie;
        }

        long release() {
            return next * total / members.length;
        }

        long deadline() {
            return ((next + 1L) * total + members.length - 1) / members.length;
        }
    }

    /**
     * The order of {@code categories.length} examples.
     *
     * @param categories the category of each example as an index into {@code names}
     * @param names names of the categories; the order does not depend on how they are numbered
     * @param seed fixes the order
     * @return indices of examples, each once
     */
    static int[] of(int[] categories, List<String> names, long seed) {
        int total = categories.length;
        PriorityQueue<Category> waiting = new PriorityQueue<>(
                Comparator.comparingLong(Category::release).thenComparingLong(category -> category.tie));
        PriorityQueue<Category> ready = new PriorityQueue<>(
                Comparator.comparingLong(Category::deadline).thenComparingLong(category -> category.tie));
        waiting.addAll(shuffled(categories, names, seed));
        int[] order = new int[total];
        for (int place = 0; place < total; place++) {
            while (!waiting.isEmpty() && waiting.element().release() <= place) {
                ready.add(waiting.remove());
            }
            Category category = ready.remove();
            order[place] = category.members[category.next++];
            if (category.next < category.members.length) {
                waiting.add(category);
            }
        }
        return order;
    }

    private static List<Category> shuffled(int[] categories, List<String> names, long seed) {
        int[] counts = new int[names.size()];
        for (int category : categories) {
            counts[category]++;
        }
        int[][] members = new int[names.size()][];
        Arrays.setAll(members, category -> new int[counts[category]]);
        Arrays.fill(counts, 0);
        for (int i = 0; i < categories.length; i++) {
            int category = categories[i];
            members[category][counts[category]++] = i;
        }
        List<Category> result = new ArrayList<>();
        for (int category = 0; category < members.length; category++) {
            if (members[category].length > 0) {
                SplitMix random = new SplitMix(seed ^ hash(names.get(category)));
                long tie = random.next();
                random.shuffle(members[category]);
                result.add(new Category(members[category], categories.length, tie));
            }
        }
        return result;
    }

    /** 64-bit FNV-1a over the UTF-16 code units. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** SplitMix64 (Steele, Lea and Flood, 2014): the same on any machine and in any release of Java. */
    private static final class SplitMix {
        private long state;

        SplitMix(long seed) {
            this.state = seed;
        }

        long next() {
            state += 0x9e3779b97f4a7c15L;
            long z = state;
            z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            return z ^ (z >>> 31);
        }

        /** Fisher and Yates. The bias of the multiplication is below 2^-32. */
        void shuffle(int[] values) {
            for (int i = values.length - 1; i > 0; i--) {
                int j = (int) Math.unsignedMultiplyHigh(next(), i + 1L);
                int swapped = values[i];
                values[i] = values[j];
                values[j] = swapped;
            }
        }
    }
}
