package dev.assay.metrics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.text.answer.SquadAnswers;
import dev.assay.metrics.text.answer.SquadAnswers.Rules;
import dev.assay.metrics.text.edit.EditDistance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** S1: what is computed in a shorter way for most texts is what the definition gives: the band of the edit distance, words of ASCII. */
class FastPathsTest {

    private static final String ALPHABET = "aab nthe THE a.!?_-\t\n09z";

    @Test
    void theBandHoldsTheDistanceHoweverFarTheTextsAreApart() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 300; round++) {
            byte[] a = new byte[1 + random.nextInt(700)];
            for (int i = 0; i < a.length; i++) {
                a[i] = (byte) ('a' + random.nextInt(2 + round % 20));
            }
            String one = new String(a, java.nio.charset.StandardCharsets.ISO_8859_1);
            String other = edited(one, random.nextInt(101), random);
            int expected = distance(one, other);
            assertThat(EditDistance.levenshtein(one, other)).isEqualTo(expected);
            assertThat(EditDistance.levenshtein(other, one)).isEqualTo(expected);
            assertThat(EditDistance.levenshtein(one + "天", other + "地")).isEqualTo(expected + 1);
        }
    }

    @Test
    void aBlockThatMovedOutOfTheFirstBandIsFound() {
        String block = "the quick brown fox ".repeat(20);
        String noise = "0123456789".repeat(30);
        assertThat(EditDistance.levenshtein(noise + block, block + noise))
                .isEqualTo(distance(noise + block, block + noise));
        assertThat(EditDistance.levenshtein(block, noise + block)).isEqualTo(noise.length());
    }

    @Test
    void wordsOfAsciiCountAsWordsOfAnyText() {
        SplittableRandom random = new SplittableRandom(12);
        for (int round = 0; round < 3_000; round++) {
            String a = text(random);
            String b = random.nextInt(4) == 0 ? a.toUpperCase(Locale.ROOT) + " " : text(random);
            List<String> wordsA = words(a);
            List<String> wordsB = words(b);
            assertThat(SquadAnswers.normalize(a)).isEqualTo(String.join(" ", wordsA));
            assertThat(SquadAnswers.exactMatch(a, b)).isEqualTo(wordsA.equals(wordsB));
            assertThat(SquadAnswers.f1(a, b, Rules.V1_1)).isCloseTo(f1(wordsA, wordsB), within(1e-12));
            // A letter of another script takes the general way, in one text or in both.
            assertThat(SquadAnswers.f1(a + " ж", b, Rules.V1_1))
                    .isCloseTo(f1(plus(wordsA, "ж"), wordsB), within(1e-12));
            assertThat(SquadAnswers.f1(a + " ж", b + " ж", Rules.V1_1))
                    .isCloseTo(f1(plus(wordsA, "ж"), plus(wordsB, "ж")), within(1e-12));
        }
    }

    @Test
    void anUnpairedSurrogateIsNoPunctuation() {
        assertThat(SquadAnswers.exactMatch("yes\uD83D", "yes")).isFalse();
        assertThat(SquadAnswers.exactMatch("yes?", "yes")).isTrue();
    }

    private static String edited(String text, int percent, SplittableRandom random) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            int change = random.nextInt(100) < percent ? random.nextInt(3) : 3;
            if (change != 0) {
                out.append(change == 1 ? (char) ('a' + random.nextInt(26)) : text.charAt(i));
            }
            if (change == 2) {
                out.append((char) ('a' + random.nextInt(26)));
            }
        }
        return out.toString();
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int diagonal = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(diagonal, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[b.length()];
    }

    private static String text(SplittableRandom random) {
        StringBuilder out = new StringBuilder();
        for (int n = random.nextInt(60); n > 0; n--) {
            out.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            if (random.nextInt(12) == 0) {
                out.append(random.nextBoolean() ? " the " : " internationalization of ");
            }
        }
        return out.toString();
    }

    private static List<String> words(String text) {
        String kept = text.toLowerCase(Locale.ROOT).replaceAll("[!-/:-@\\[-`{-~]", "");
        List<String> words = new ArrayList<>();
        for (String word : kept.split("\\s+")) {
            if (!word.isEmpty() && !List.of("a", "an", "the").contains(word)) {
                words.add(word);
            }
        }
        return words;
    }

    private static List<String> plus(List<String> words, String word) {
        List<String> more = new ArrayList<>(words);
        more.add(word);
        return more;
    }

    private static double f1(List<String> a, List<String> b) {
        Map<String, Integer> counts = new HashMap<>();
        b.forEach(word -> counts.merge(word, 1, Integer::sum));
        int shared = 0;
        for (String word : a) {
            shared += counts.merge(word, -1, Integer::sum) >= 0 ? 1 : 0;
        }
        return shared == 0 ? 0 : 2.0 * shared / (a.size() + b.size());
    }
}
