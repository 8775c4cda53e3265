package dev.assay.metrics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.ngram.Meteor;
import dev.assay.metrics.text.ngram.Meteor.Tokenizer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** S1: METEOR's exact and stem stages, by hand; values of NLTK are among the fuzzed fixtures. */
class MeteorTest {

    @Test
    void wordsInOrderAreOneChunk() {
        Meteor.Score score = Meteor.DEFAULT.score("the cat sat", List.of("The cat sat."));
        assertThat(score.exact()).isEqualTo(3);
        assertThat(score.chunks()).isEqualTo(1);
        assertThat(score.score()).isCloseTo(1 - 0.5 / 27, within(1e-15));
    }

    @Test
    void stemsMatchWhatIsLeftAndBreaksCost() {
        // "dogs" and "dog", "cats" and "cat" by their stems, "chase" exactly; all three apart from each other.
        Meteor.Score score = Meteor.DEFAULT.score("cats chase dogs", List.of("the dog does chase a cat"));
        assertThat(score.exact()).isEqualTo(1);
        assertThat(score.stemmed()).isEqualTo(2);
        assertThat(score.chunks()).isEqualTo(3);
        double mean = 1.0 * 0.5 / (0.9 * 1.0 + 0.1 * 0.5);
        assertThat(score.score()).isCloseTo(0.5 * mean, within(1e-15));
    }

    @Test
    void theBestReferenceCounts() {
        double alone = Meteor.DEFAULT.score("a b c d", List.of("a b c d")).score();
        assertThat(Meteor.DEFAULT.score("a b c d", List.of("x", "a b c d", "")).score())
                .isEqualTo(alone);
    }

    @Test
    void nothingSharedIsZeroAndNothingAtAllIsUndefined() {
        assertThat(Meteor.DEFAULT.score("x", List.of("y")).score()).isZero();
        assertThat(Meteor.DEFAULT.score("", List.of("y")).score()).isZero();
        assertThatThrownBy(() -> Meteor.DEFAULT.score("", List.of("", " ")))
                .isInstanceOfSatisfying(
                        MetricException.class, e -> assertThat(e.kind()).isEqualTo(MetricException.Kind.UNDEFINED));
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> new Meteor(Tokenizer.WORD, 1.5, 3, 0.5)).hasMessageContaining("alpha");
        assertThatThrownBy(() -> new Meteor(Tokenizer.WORD, 0.9, Double.NaN, 0.5))
                .hasMessageContaining("beta");
        assertThatThrownBy(() -> new Meteor(Tokenizer.WORD, 0.9, 3, -1)).hasMessageContaining("gamma");
    }
}
