package dev.assay.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.v1.Run.State;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a run's row changes (R7, R8, R9). */
class TallyTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Tally running = Tally.accepted(OptionalLong.of(100)).started(START);

    @Test
    void countsAddUp() {
        Tally tally = running.plus(List.of(draft(null), draft(ErrorReason.MODEL_TIMEOUT)), START.plusSeconds(1));
        assertThat(tally.stored()).isEqualTo(2);
        assertThat(tally.failed()).isEqualTo(1);
        assertThat(tally.retried()).isEqualTo(4);
        assertThat(tally.usage().getOutput()).isEqualTo(14);
        assertThat(tally.cost()).isEqualByComparingTo("0.000002");
        assertThat(tally.state()).isEqualTo(State.RUNNING);
    }

    /** A run that rests for long has no expected end; a number of years that no message can hold helps nobody. */
    @Test
    void nothingIsExpectedOfARunThatRestsOrHasLongBeenSilent() {
        Tally begun = running.plus(List.of(draft(null)), START.plusSeconds(1));
        assertThat(begun.remaining(START.plusSeconds(2))).isPresent();
        assertThat(begun.paused().remaining(START.plusSeconds(2))).isEmpty();
        for (int seconds = 1; seconds < 100_000; seconds = seconds * 3 / 2 + 1) {
            assertThat(begun.remaining(START.plusSeconds(seconds)).orElse(Duration.ZERO))
                    .isLessThanOrEqualTo(Duration.ofDays(366));
        }
    }

    /** Replicas' clocks differ; what they store together has one rate. */
    @Test
    void theRateDoesNotDependOnWhoseClockIsAhead() {
        Tally tally = Tally.accepted(OptionalLong.of(100_000)).started(START);
        for (int i = 1; i <= 600; i++) {
            // Two replicas store ten each a tenth of a second; the clock of one is two seconds behind.
            Instant now = START.plusMillis(i * 100L);
            tally = tally.plus(Collections.nCopies(10, draft(null)), now);
            tally = tally.plus(Collections.nCopies(10, draft(null)), now.minusSeconds(2));
        }
        assertThat(tally.rate()).isBetween(190.0, 210.0);
    }

    @Test
    void aRestIsNoPartOfTheRate() {
        Tally tally = Tally.accepted(OptionalLong.of(100_000)).started(START);
        for (int i = 1; i <= 300; i++) {
            tally = tally.plus(Collections.nCopies(10, draft(null)), START.plusMillis(i * 100L));
        }
        Instant later = START.plus(Duration.ofDays(1));
        Tally resumed = tally.paused().resumed(later);
        assertThat(resumed.plus(Collections.nCopies(10, draft(null)), later.plusMillis(100))
                        .rate())
                .isBetween(90.0, 110.0);
    }

    @Test
    void aRunThatLacksACompletionHasNotSucceeded() {
        Tally tally = Tally.accepted(OptionalLong.of(2)).started(START).planned(2);
        Tally one = tally.plus(List.of(draft(null)), START.plusSeconds(1));
        assertThat(one.done(START.plusSeconds(2)).state()).isEqualTo(State.FAILED);
        Tally both = one.plus(List.of(draft(ErrorReason.MODEL_TIMEOUT)), START.plusSeconds(2));
        assertThat(both.done(START.plusSeconds(3)).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void aModelThatNobodyReachesFailsTheRun() {
        Draft unreachable = draft(ErrorReason.MODEL_UNREACHABLE);
        Tally two = running.plus(List.of(unreachable, unreachable), START.plusSeconds(1));
        assertThat(two.state()).isEqualTo(State.RUNNING);
        Tally three = two.plus(List.of(unreachable), START.plusSeconds(2));
        assertThat(three.state()).isEqualTo(State.FAILED);
        assertThat(three.error())
                .isNotNull()
                .satisfies(error -> assertThat(error.getReason()).isEqualTo(ErrorReason.MODEL_UNREACHABLE));
        Tally reached = running.plus(List.of(draft(null)), START).plus(Collections.nCopies(9, unreachable), START);
        assertThat(reached.state()).isEqualTo(State.RUNNING);
        Tally small = Tally.accepted(OptionalLong.of(1)).started(START).plus(List.of(unreachable), START);
        assertThat(small.state()).isEqualTo(State.FAILED);
    }

    @Test
    void theRateFollowsAndFades() {
        Tally tally = running;
        Instant now = START;
        for (int second = 0; second < 60; second++) {
            now = now.plusSeconds(1);
            tally = tally.plus(Collections.nCopies(1, draft(null)), now);
        }
        assertThat(tally.rate()).isBetween(0.95, 1.05);
        assertThat(tally.remaining(now).orElseThrow()).isBetween(Duration.ofSeconds(37), Duration.ofSeconds(43));
        assertThat(tally.currentRate(now.plusSeconds(60))).isLessThan(0.01);
    }

    /** Whatever comes in whatever batches, the run's sums are those of its completions (R7). */
    @Test
    void sumsAreExactInAnyBatching() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            Tally tally = running;
            TokenUsage usage = TokenUsage.getDefaultInstance();
            BigDecimal cost = BigDecimal.ZERO;
            long cached = 0;
            for (int batch = random.nextInt(1, 8); batch > 0; batch--) {
                List<Draft> drafts = new ArrayList<>();
                for (int i = random.nextInt(1, 20); i > 0; i--) {
                    Draft draft = random(random);
                    drafts.add(draft);
                    usage = TokenUsage.newBuilder()
                            .setInput(usage.getInput() + draft.usage().getInput())
                            .setCachedInput(
                                    usage.getCachedInput() + draft.usage().getCachedInput())
                            .setCacheWrite(usage.getCacheWrite() + draft.usage().getCacheWrite())
                            .setOutput(usage.getOutput() + draft.usage().getOutput())
                            .setReasoning(usage.getReasoning() + draft.usage().getReasoning())
                            .build();
                    cost = cost.add(draft.cost());
                    cached += draft.cached() ? 1 : 0;
                }
                Collections.shuffle(drafts, random);
                tally = tally.plus(drafts, START.plusSeconds(batch));
            }
            assertThat(tally.usage()).isEqualTo(usage);
            assertThat(tally.cost()).isEqualByComparingTo(cost);
            assertThat(tally.cached()).isEqualTo(cached);
        }
    }

    private static Draft random(Random random) {
        return new Draft(
                0,
                1,
                "e",
                0,
                null,
                "",
                0,
                TokenUsage.newBuilder()
                        .setInput(random.nextLong(1_000_000_000_000L))
                        .setCachedInput(random.nextInt(1_000))
                        .setCacheWrite(random.nextInt(1_000))
                        .setOutput(random.nextInt(1_000))
                        .setReasoning(random.nextInt(1_000))
                        .build(),
                BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), random.nextInt(18)),
                random.nextBoolean(),
                null,
                new byte[0]);
    }

    private static Draft draft(@Nullable ErrorReason error) {
        return new Draft(
                0,
                1,
                "e",
                0,
                error,
                error == null ? "" : "why",
                2,
                TokenUsage.newBuilder().setOutput(7).build(),
                new BigDecimal("0.000001"),
                false,
                null,
                new byte[0]);
    }
}
