package dev.assay.metrics.text.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The search for long texts finds what the JDK's search finds (S1: contains). */
class TextSearchTest {

    @Test
    void agreesWithTheJdkOnTextsThatRepeatThemselves() {
        SplittableRandom random = new SplittableRandom(11);
        int contained = 0;
        for (int i = 0; i < 5_000; i++) {
            String text = periodic(random, 100 + random.nextInt(300));
            int from = random.nextInt(text.length() - 70);
            String sought = text.substring(from, from + 65 + random.nextInt(text.length() - from - 65));
            if (random.nextBoolean()) {
                int at = random.nextInt(sought.length());
                sought = sought.substring(0, at) + (random.nextBoolean() ? "a" : "b") + sought.substring(at + 1);
            }
            boolean expected = text.contains(sought);
            contained += expected ? 1 : 0;
            assertThat(TextSearch.contains(text, sought))
                    .as("%s in %s", sought, text)
                    .isEqualTo(expected);
        }
        assertThat(contained).isBetween(2_000, 4_900);
    }

    @Test
    void theEmptyTextIsInEveryText() {
        assertThat(TextSearch.contains("", "")).isTrue();
        assertThat(TextSearch.contains("a", "")).isTrue();
        assertThat(TextSearch.contains("", "a")).isFalse();
        assertThat(TextSearch.contains("b".repeat(100), "b".repeat(100))).isTrue();
        assertThat(TextSearch.contains("b".repeat(100), "b".repeat(101))).isFalse();
    }

    /** Repetitions of a short word of a and b, now and then disturbed. */
    private static String periodic(SplittableRandom random, int length) {
        String word =
                Integer.toBinaryString(1 + random.nextInt(63)).replace('0', 'a').replace('1', 'b');
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(random.nextInt(20) == 0 ? "ab" : word);
        }
        return text.toString();
    }
}
