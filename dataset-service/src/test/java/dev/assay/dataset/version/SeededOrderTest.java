package dev.assay.dataset.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The seeded order: each once, the same on any machine, and every prefix in proportion (R5, S10 stand on it). */
class SeededOrderTest {

    private static List<String> names(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("category " + i);
        }
        return names;
    }

    @Test
    void everyPrefixHoldsTheCategoriesInTheirShares() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            int kinds = 1 + random.nextInt(round % 2 == 0 ? 5 : 60);
            int total = 1 + random.nextInt(400);
            int skew = 1 + random.nextInt(4);
            int[] categories = IntStream.range(0, total)
                    .map(i -> (int) (kinds * Math.pow(random.nextDouble(), skew)))
                    .toArray();
            int[] order = SeededOrder.of(categories, names(kinds), random.nextLong());

            assertThat(Arrays.stream(order).sorted().toArray())
                    .isEqualTo(IntStream.range(0, total).toArray());
            long[] all = new long[kinds];
            for (int category : categories) {
                all[category]++;
            }
            long[] seen = new long[kinds];
            for (int place = 0; place < total; place++) {
                seen[categories[order[place]]]++;
                for (int category = 0; category < kinds; category++) {
                    double share = (double) all[category] * (place + 1) / total;
                    assertThat(Math.abs(seen[category] - share)).isLessThan(1.0);
                }
            }
        }
    }

    @Test
    void theOrderIsPinnedAndDoesNotDependOnTheNumbersOfCategories() {
        int[] categories = {0, 0, 0, 0, 1, 1, 2, 0, 1, 0};
        int[] renumbered = {2, 2, 2, 2, 0, 0, 1, 2, 0, 2};

        int[] order = SeededOrder.of(categories, List.of("a", "b", "c"), 20261124);

        assertThat(order).containsExactly(0, 4, 1, 3, 5, 9, 7, 8, 6, 2);
        assertThat(SeededOrder.of(renumbered, List.of("b", "c", "a"), 20261124)).isEqualTo(order);
        assertThat(SeededOrder.of(categories, List.of("a", "b", "c"), 1)).isNotEqualTo(order);
    }

    @Test
    void shufflesAreFair() {
        int[] first = new int[10];
        for (int seed = 0; seed < 20_000; seed++) {
            first[SeededOrder.of(new int[10], List.of(""), seed)[0]]++;
        }
        // 2,000 expected each; five standard deviations are 212.
        assertThat(Arrays.stream(first).boxed().toList())
                .allSatisfy(count -> assertThat(count).isBetween(1_788, 2_212));
    }

    @Test
    void aMillionInAThousandCategoriesIsNothing() {
        int[] categories = IntStream.range(0, 1_000_000).map(i -> i % 1_000).toArray();
        assertThat(SeededOrder.of(categories, names(1_000), 3)).hasSize(1_000_000);
    }
}
