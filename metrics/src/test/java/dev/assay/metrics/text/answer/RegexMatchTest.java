package dev.assay.metrics.text.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.metrics.MetricException;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns in linear time (S1). */
class RegexMatchTest {

    @Test
    void findsAndMatches() {
        RegexMatch regex = RegexMatch.compile("params.pattern", "(\\d+) apples?", false);
        assertThat(regex.find("I have 12 apples.")).isTrue();
        assertThat(regex.matches("I have 12 apples.")).isFalse();
        assertThat(regex.extractLast("3 apples, then 12 apples")).contains("12");
        assertThat(RegexMatch.compile("params.pattern", "YES", true).matches("yes"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(", "(?=a)", "(a)\\1", "((((a{1000}){1000}){1000}){1000})", "(?:[a-z]{50}[^]{}]{1,900}){20}"})
    void refusesWhatIsNoSmallRe2Pattern(String pattern) {
        assertThatThrownBy(() -> RegexMatch.compile("params.pattern", pattern, false))
                .isInstanceOf(MetricException.class)
                .hasMessageStartingWith("params.pattern: ");
    }

    @Test
    void hostilePatternsStayLinear() {
        RegexMatch regex = RegexMatch.compile("params.pattern", "(a+)+$", false);
        String text = "a".repeat(1_000_000) + "b";
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(regex.matches(text)).isFalse());
    }

    @Test
    void refusesATextTooLongForThePattern() {
        RegexMatch regex = RegexMatch.compile("params.pattern", "(x+x+){100}y", false);
        assertThatThrownBy(() -> regex.find("x".repeat(1_000_000)))
                .isInstanceOf(MetricException.class)
                .hasMessageContaining("at most");
        assertThat(regex.find("x".repeat(10_000))).isFalse();
    }
}
