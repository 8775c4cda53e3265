package dev.assay.runner.model.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An outage does not multiply load (R3). */
class RetryBudgetTest {

    private long now;
    private final RetryBudget budget = new RetryBudget(() -> now);

    @Test
    void inTheLongRunAFifthOfTheRequestsAndAFewASecond() {
        drain();
        int repeated = 0;
        for (int second = 0; second < 100; second++) {
            for (int request = 0; request < 1_000; request++) {
                now += 1_000_000;
                budget.earn();
                repeated += drain();
            }
        }
        assertThat(repeated).isBetween(100 * 200, 100 * 211);
    }

    @Test
    void withoutRequestsOnlyAFewASecond() {
        drain();
        now += Duration.ofSeconds(3).toNanos();
        assertThat(drain()).isEqualTo(30);
        now += Duration.ofHours(1).toNanos();
        assertThat(drain()).isEqualTo(100);
    }

    @Test
    void whatWasEarnedLongAgoIsForgotten() {
        drain();
        for (int i = 0; i < 10_000; i++) {
            budget.earn();
        }
        now += Duration.ofMinutes(5).toNanos();
        assertThat(drain()).isEqualTo(100);
    }

    @Test
    void theWaitIsUntilTheNext() {
        drain();
        Duration wait = budget.take();
        assertThat(wait).isPositive();
        now += wait.toNanos();
        assertThat(budget.take()).isZero();
    }

    private int drain() {
        int taken = 0;
        while (budget.take().isZero()) {
            taken++;
        }
        return taken;
    }
}
