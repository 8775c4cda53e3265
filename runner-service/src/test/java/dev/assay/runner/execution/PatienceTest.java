package dev.assay.runner.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is waited for and what is not (R4). */
class PatienceTest {

    @Test
    void anOutageIsKnownWhereverItIsKept() {
        SQLException gone = new SQLException("terminating connection", "57P01");
        assertThat(Patience.isOutage(new IllegalStateException(gone))).isTrue();
        Exception commit = new Exception("could not commit");
        commit.addSuppressed(new Exception(gone));
        assertThat(Patience.isOutage(new IllegalStateException(commit))).isTrue();
        assertThat(Patience.isOutage(new IllegalStateException(new SQLException("duplicate", "23505"))))
                .isFalse();
    }

    @Test
    void workIsRepeatedUntilItSucceedsAndDefectsAreNot() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        assertThat(Patience.with("test", () -> true, () -> {
                    if (tries.incrementAndGet() < 3) {
                        throw new IllegalStateException(new SQLException("gone", "08006"));
                    }
                    return tries.get();
                }))
                .contains(3);
        assertThatThrownBy(() -> Patience.with("test", () -> true, () -> {
                    throw new IllegalStateException("defect");
                }))
                .hasMessage("defect");
        assertThat(Patience.with("test", () -> false, () -> 1)).isEmpty();
    }
}
