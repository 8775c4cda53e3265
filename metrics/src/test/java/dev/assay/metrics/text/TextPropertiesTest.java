package dev.assay.metrics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.text.answer.SquadAnswers;
import dev.assay.metrics.text.edit.EditDistance;
import dev.assay.metrics.text.edit.Ter;
import dev.assay.metrics.text.edit.WordErrorRate;
import dev.assay.metrics.text.ngram.Bleu;
import dev.assay.metrics.text.ngram.Chrf;
import dev.assay.metrics.text.ngram.Rouge;
import dev.assay.metrics.text.token.Characters;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Bounds, identity, symmetry, and the order of references and of merging (S1). */
class TextPropertiesTest {

    private static final double EXACT = 1e-9;

    /** Texts of few words, so that they share some; with scripts, marks and supplementary characters among them. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> words = Arbitraries.of(
                "a", "the", "cat", "cats", "running", "1,000", "Straße", "ΣΑΣ", "😀", "e\u0301", "天气", ".", "don't",
                "A");
        return words.list().ofMaxSize(14).map(list -> String.join(" ", list));
    }

    @Property(tries = 300)
    void scoresStayWithinTheirBounds(@ForAll("texts") String a, @ForAll("texts") String b) {
        List<String> references = List.of(b);
        assertThat(Bleu.SENTENCE.sentence(a, references).score()).isBetween(0.0, 100 + EXACT);
        assertThat(Chrf.DEFAULT.sentence(a, references)).isBetween(0.0, 100 + EXACT);
        assertThat(Ter.DEFAULT.sentence(a, references).score()).isNotNegative();
        assertThat(Rouge.STEMMED.l(a, b).fmeasure()).isBetween(0.0, 1.0);
        assertThat(Rouge.STEMMED.lSum(a, b).fmeasure()).isBetween(0.0, 1.0);
        assertThat(SquadAnswers.f1(a, b, SquadAnswers.Rules.V2_0)).isBetween(0.0, 1.0);
        assertThat(EditDistance.jaroWinkler(a, b)).isBetween(0.0, 1.0);
        assertThat(EditDistance.normalizedSimilarity(a, b)).isBetween(0.0, 1.0);
    }

    @Property(tries = 200)
    void aTextEqualsItself(@ForAll("texts") String a) {
        assertThat(SquadAnswers.exactMatch(a, a)).isTrue();
        assertThat(SquadAnswers.f1(a, a, SquadAnswers.Rules.V2_0)).isEqualTo(1);
        assertThat(EditDistance.levenshtein(a, a)).isZero();
        assertThat(EditDistance.damerauLevenshtein(a, a)).isZero();
        assertThat(EditDistance.ratio(a, a)).isEqualTo(100);
        assertThat(EditDistance.jaro(a, a)).isEqualTo(1);
        assertThat(Ter.DEFAULT.sentence(a, List.of(a)).score()).isZero();
    }

    @Property(tries = 300)
    void distancesAreSymmetricAndOrdered(@ForAll("texts") String a, @ForAll("texts") String b) {
        int levenshtein = EditDistance.levenshtein(a, b);
        int osa = EditDistance.optimalStringAlignment(a, b);
        int damerau = EditDistance.damerauLevenshtein(a, b);
        int indel = EditDistance.indel(a, b);
        assertThat(levenshtein).isEqualTo(EditDistance.levenshtein(b, a));
        assertThat(osa).isEqualTo(EditDistance.optimalStringAlignment(b, a));
        assertThat(damerau).isEqualTo(EditDistance.damerauLevenshtein(b, a));
        assertThat(indel).isEqualTo(EditDistance.indel(b, a));
        assertThat(damerau).isLessThanOrEqualTo(osa);
        assertThat(osa).isLessThanOrEqualTo(levenshtein);
        assertThat(levenshtein).isLessThanOrEqualTo(indel);
        assertThat(levenshtein).isEqualTo(table(Characters.codePoints(a), Characters.codePoints(b)));
    }

    /** Long strings of few characters: several words of bits, with carries between them. */
    @Property(tries = 60)
    void bitsAndTablesAgreeOnLongTexts(
            @ForAll("longTexts") String a, @ForAll("longTexts") String b, @ForAll("longTexts") String c) {
        assertThat(EditDistance.levenshtein(a, b)).isEqualTo(table(Characters.codePoints(a), Characters.codePoints(b)));
        assertThat(EditDistance.commonSubsequence(a, b))
                .isEqualTo(common(Characters.codePoints(a), Characters.codePoints(b)));
        assertThat(EditDistance.levenshtein(a, c))
                .isLessThanOrEqualTo(EditDistance.levenshtein(a, b) + EditDistance.levenshtein(b, c));
        int[] wideA = widened(a);
        int[] wideB = widened(b);
        assertThat(EditDistance.levenshtein(wideA, wideB)).isEqualTo(table(wideA, wideB));
    }

    @Provide
    Arbitrary<String> longTexts() {
        return Arbitraries.of("a", "b", "ab", "ba", "ccc", "天", "é")
                .list()
                .ofMinSize(0)
                .ofMaxSize(330)
                .map(list -> String.join("", list));
    }

    /** More than 255 different codes, so that they do not fit into bytes. */
    private static int[] widened(String text) {
        int[] codes = Characters.codePoints(text);
        for (int i = 0; i < codes.length; i++) {
            codes[i] = codes[i] * 1000 + i / 2;
        }
        return codes;
    }

    @Property(tries = 100)
    void theOrderOfReferencesDoesNotMatter(
            @ForAll("texts") String a,
            @ForAll("texts") String b,
            @ForAll("texts") String c,
            @ForAll("texts") String d) {
        List<String> one = List.of(b, c, d);
        List<String> other = List.of(d, b, c);
        assertThat(Bleu.SENTENCE.sentence(a, one)).isEqualTo(Bleu.SENTENCE.sentence(a, other));
        assertThat(Chrf.PLUS_PLUS.sentence(a, one)).isEqualTo(Chrf.PLUS_PLUS.sentence(a, other));
        assertThat(Ter.DEFAULT.sentence(a, one)).isEqualTo(Ter.DEFAULT.sentence(a, other));
        assertThat(SquadAnswers.f1(a, one, SquadAnswers.Rules.V2_0))
                .isEqualTo(SquadAnswers.f1(a, other, SquadAnswers.Rules.V2_0));
    }

    @Property(tries = 100)
    void mergedSumsEqualOneSum(@ForAll("texts") String a, @ForAll("texts") String b, @ForAll("texts") String c) {
        Bleu.Accumulator whole = Bleu.CORPUS.accumulator();
        whole.add(a, List.of(b));
        whole.add(b, List.of(c));
        Bleu.Accumulator left = Bleu.CORPUS.accumulator();
        left.add(b, List.of(c));
        Bleu.Accumulator right = Bleu.CORPUS.accumulator();
        right.add(a, List.of(b));
        left.merge(right);
        assertThat(left.score()).isEqualTo(whole.score());
        assertThat(left.signature()).isEqualTo(whole.signature());
    }

    @Property(tries = 200)
    void wordErrorsAddUp(@ForAll("texts") String a, @ForAll("texts") String b) {
        WordErrorRate sum = new WordErrorRate();
        sum.add(a, b);
        int[] x = a.isEmpty()
                ? new int[0]
                : java.util.Arrays.stream(a.split(" "))
                        .mapToInt(String::hashCode)
                        .map(Math::abs)
                        .toArray();
        int[] y = b.isEmpty()
                ? new int[0]
                : java.util.Arrays.stream(b.split(" "))
                        .mapToInt(String::hashCode)
                        .map(Math::abs)
                        .toArray();
        assertThat(sum.substitutions() + sum.deletions() + sum.insertions()).isEqualTo(table(x, y));
        assertThat(sum.hits() + sum.substitutions() + sum.deletions()).isEqualTo(x.length);
        assertThat(sum.hits() + sum.substitutions() + sum.insertions()).isEqualTo(y.length);
        assertThat(sum.wordInformationLost() + sum.wordInformationPreserved()).isCloseTo(1, within(EXACT));
    }

    private static int table(int[] a, int[] b) {
        int[] row = new int[b.length + 1];
        for (int j = 0; j <= b.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int above = row[j];
                row[j] = Math.min(diagonal + (a[i - 1] == b[j - 1] ? 0 : 1), Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length];
    }

    private static int common(int[] a, int[] b) {
        int[] row = new int[b.length + 1];
        for (int x : a) {
            int diagonal = 0;
            for (int j = 1; j <= b.length; j++) {
                int above = row[j];
                row[j] = x == b[j - 1] ? diagonal + 1 : Math.max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return row[b.length];
    }
}
