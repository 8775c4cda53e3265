package dev.assay.scoring.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.embedding.MiniLm;
import dev.assay.scoring.scorer.Completion.Answered;
import dev.assay.scoring.scorer.Completion.Failed;
import dev.assay.scoring.scorer.Completion.Measures;
import dev.assay.scoring.scorer.Completion.Reply;
import dev.assay.scoring.scorer.Outcome.Reason;
import dev.assay.scoring.scorer.Outcome.Scored;
import dev.assay.scoring.scorer.Outcome.Unscored;
import dev.assay.suite.ScorerSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What each scorer says about answers, right, wrong, absent and hostile (S1, S3). */
class ScorersTest {

    private static final ScorerSpec GSM8K = new ScorerSpec.Numeric(ScorerSpec.Extract.GSM8K, 0, 0);

    private static final MiniLm EMBEDDING = new MiniLm();

    @AfterAll
    static void close() {
        EMBEDDING.close();
    }

    @Test
    void numbersAreTakenBehindTheMarker() {
        assertThat(score(GSM8K, "He runs 3 x 60\nA: $1,540", text("1540")))
                .isEqualTo(new Scored(1, "extracted 1540, expected 1540"));
        assertThat(score(GSM8K, "A: 54", text("540"))).isEqualTo(new Scored(0, "extracted 54, expected 540"));
        assertThat(score(GSM8K, "540", text("540"))).isEqualTo(new Scored(0, "no number in \"540\", expected 540"));
        assertThat(score(GSM8K, "A: 5", text("many"))).isEqualTo(new Unscored(Reason.SKIPPED, "no number is expected"));
        ScorerSpec tolerant = new ScorerSpec.Numeric(ScorerSpec.Extract.LAST, 0, 0.1);
        assertThat(score(tolerant, "about 95", new Target.Number(new BigDecimal("100"))))
                .isEqualTo(new Scored(1, "extracted 95, expected 100"));
    }

    @Test
    void textsAreComparedStrictlyOrAsSquadDoes() {
        ScorerSpec strict = new ScorerSpec.ExactMatch(ScorerSpec.Normalise.STRICT);
        ScorerSpec squad = new ScorerSpec.ExactMatch(ScorerSpec.Normalise.SQUAD);
        Target target = new Target.Texts(List.of("Paris", "paris, France"));
        assertThat(value(strict, "Paris", target)).isEqualTo(1);
        assertThat(value(strict, "paris", target)).isZero();
        assertThat(value(squad, "The Paris!", target)).isEqualTo(1);
        assertThat(score(strict, "x", new Target.None())).isInstanceOf(Unscored.class);
        assertThat(value(new ScorerSpec.Contains(true), "in PARIS now", target)).isEqualTo(1);
        assertThat(value(new ScorerSpec.Contains(false), "in PARIS now", target))
                .isZero();
    }

    @Test
    void patternsMatchOrCapture() {
        assertThat(value(new ScorerSpec.Regex("\\d+ m", Optional.empty(), false), "it is 60 m", new Target.None()))
                .isEqualTo(1);
        assertThat(value(new ScorerSpec.Regex("\\d+ m", Optional.empty(), true), "it is 60 m", new Target.None()))
                .isZero();
        ScorerSpec second = new ScorerSpec.Regex("(\\w+)=(\\w+)", Optional.of(2), false);
        assertThat(value(second, "a=b c=d", text("d"))).isEqualTo(1);
        assertThat(value(second, "a=b c=d", text("b"))).isZero();
        assertThat(score(second, "nothing", text("b")).explanation()).startsWith("does not match");
        String hostile = "a".repeat(1_000_000);
        assertThat(value(new ScorerSpec.Regex("(a+)+$", Optional.empty(), true), hostile + "!", new Target.None()))
                .isZero();
    }

    @Test
    void jsonMustParseAndSatisfyTheSchema() throws Exception {
        JsonNode schema = JsonMapper.builder().build().readTree("{\"type\":\"object\",\"required\":[\"a\"]}");
        ScorerSpec valid = new ScorerSpec.JsonValid(Optional.of(schema));
        assertThat(value(valid, " {\"a\": 1}\n", new Target.None())).isEqualTo(1);
        assertThat(score(valid, "{\"b\": 1}", new Target.None()))
                .isInstanceOfSatisfying(
                        Scored.class, scored -> assertThat(scored.explanation()).contains("a"));
        assertThat(score(valid, "{\"a\":", new Target.None()).explanation()).startsWith("not JSON: line 1");
        assertThat(value(valid, "", new Target.None())).isZero();
    }

    @Test
    void meaningIsComparedWithTheClosestText() {
        ScorerSpec similarity = new ScorerSpec.EmbeddingSimilarity(Optional.empty());
        ScorerSpec near = new ScorerSpec.EmbeddingSimilarity(Optional.of(0.5));
        Target target = new Target.Texts(List.of("Nobody knows.", "A man is playing a guitar."));
        Outcome outcome = score(similarity, "Someone plays an instrument with strings.", target);
        assertThat(outcome).isInstanceOfSatisfying(Scored.class, scored -> {
            assertThat(scored.value()).isBetween(0.5, 0.9);
            assertThat(scored.explanation())
                    .contains("to \"A man is playing a guitar.\" by all-MiniLM-L6-v2 (fp32-")
                    .doesNotContain("did not read");
        });
        assertThat(value(near, "Someone plays an instrument with strings.", target))
                .isEqualTo(1);
        assertThat(value(near, "The invoice is due.", target)).isZero();
        assertThat(score(similarity, "long ".repeat(400), target).explanation()).endsWith("did not read all of it");
        assertThat(score(similarity, " \u200b\n", target).explanation()).startsWith("no words in");
        assertThat(value(similarity, "", target)).isZero();
        assertThat(score(similarity, "x", new Target.None())).isEqualTo(Outcome.skipped("no text is expected"));
        assertThat(score(similarity, "x", text(" ")))
                .isInstanceOfSatisfying(
                        Unscored.class,
                        unscored -> assertThat(unscored.reason()).isEqualTo(Reason.SCORER_ERROR));
    }

    @Test
    void aModelThatIsNotThereIsAnErrorAndNoScore() {
        try (MiniLm closed = new MiniLm()) {
            closed.embed(List.of("loaded"));
            closed.close();
            Scorer scorer = Scorers.scorer(new ScorerSpec.EmbeddingSimilarity(Optional.empty()), closed);
            assertThat(scorer.score(completion(new Answered("x"), text("y"))))
                    .isInstanceOfSatisfying(Unscored.class, unscored -> {
                        assertThat(unscored.reason()).isEqualTo(Reason.SCORER_ERROR);
                        assertThat(unscored.explanation()).contains("has been closed");
                    });
        }
    }

    @Test
    void noAnswerIsNotAWrongAnswer() {
        Completion failed = completion(new Failed("MODEL_TIMEOUT", "no byte in 60 s"), text("1"));
        assertThat(Scorers.scorer(GSM8K, EMBEDDING).score(failed))
                .isEqualTo(new Unscored(Reason.TARGET_ERROR, "MODEL_TIMEOUT: no byte in 60 s"));
    }

    @Test
    void aScorerThatFailsIsAnOutcome() {
        Scorer broken = completion -> {
            throw new IllegalArgumentException("boom\nbang");
        };
        assertThat(broken.guarded().score(completion(new Answered("x"), text("x"))))
                .isEqualTo(new Unscored(Reason.SCORER_ERROR, "boom bang"));
    }

    @Test
    void explanationsAreOneShortLine() {
        String explanation = score(
                        new ScorerSpec.ExactMatch(ScorerSpec.Normalise.STRICT),
                        "line\nbreak\0" + "😀".repeat(500),
                        text("x"))
                .explanation();
        assertThat(explanation).hasSizeLessThan(300).doesNotContain("\n").doesNotContain("\0");
        assertThat(explanation.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF))
                .isTrue();
    }

    private static Target text(String text) {
        return new Target.Texts(List.of(text));
    }

    private static double value(ScorerSpec spec, String answer, Target target) {
        return ((Scored) score(spec, answer, target)).value();
    }

    private static Outcome score(ScorerSpec spec, String answer, Target target) {
        return Scorers.scorer(spec, EMBEDDING).score(completion(new Answered(answer), target));
    }

    private static Completion completion(Reply reply, Target target) {
        return new Completion("e", 0, 0, "q", target, "", List.of(), "", reply, Measures.NONE);
    }
}
