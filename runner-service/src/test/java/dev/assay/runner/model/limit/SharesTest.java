package dev.assay.runner.model.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Fair shares of a limit (R2). */
class SharesTest {

    @Test
    void oneAloneGetsAll() {
        assertThat(Shares.of(256, 1, List.of())).isEqualTo(256);
    }

    @Test
    void equalWishesGetEqualParts() {
        assertThat(Shares.of(256, 500, List.of(500))).isEqualTo(128);
        assertThat(Shares.of(10, 100, List.of(100, 100))).isEqualTo(3);
    }

    @Test
    void whatOneDoesNotWantGoesToTheOthers() {
        assertThat(Shares.of(100, 200, List.of(10))).isEqualTo(90);
    }

    @Test
    void sharesNeverExceedTheLimit() {
        Random random = new Random(5);
        for (int round = 0; round < 2_000; round++) {
            int limit = random.nextInt(1, 300);
            List<Integer> wants = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(6); i++) {
                wants.add(random.nextInt(1, 400));
            }
            int sum = 0;
            for (int i = 0; i < wants.size(); i++) {
                List<Integer> others = new ArrayList<>(wants);
                int own = others.remove(i);
                sum += Shares.of(limit, own, others);
            }
            // Each gets at least one, however many they are; the store grants no more than is left.
            assertThat(sum).isLessThanOrEqualTo(Math.max(limit, wants.size()));
        }
    }
}
