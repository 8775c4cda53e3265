package dev.assay.runner.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.fake.FakeDatasetsResource;
import dev.assay.runner.run.BudgetRepository;
import dev.assay.runner.run.Draft;
import dev.assay.runner.run.Run;
import dev.assay.runner.run.Tally;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.Model;
import dev.assay.testing.PostgresResource;
import dev.assay.type.v1.Cost;
import dev.assay.type.v1.Prices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What processes set aside of a budget, and that none waits for what never comes back (R7). A call costs at most 4 here. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        initArgs = @ResourceArg(name = PostgresResource.DATASOURCES, value = "runner"))
@QuarkusTestResource(FakeDatasetsResource.class)
@SuppressWarnings("NullAway.Init")
class BudgetHoldersTest {

    private static final BooleanSupplier WANTED = () -> true;

    @Inject
    BudgetRepository accounts;

    @Test
    void whatWasBrokenOffKeepsNobodyWaiting() throws Exception {
        Budget one = budget("broken", "13");
        Budget other = budget("broken", "13");
        assertThat(one.reserve(key("a"), 0, WANTED)).isTrue();
        assertThat(other.reserve(key("b"), 0, WANTED)).isTrue();
        assertThat(one.reserve(key("c"), 0, WANTED)).isTrue();
        one.writeOff(key("a"));
        other.writeOff(key("b"));
        one.shrink(key("c"), new BigDecimal("3.5"));
        // 11.5 of 13 are gone for good, whoever calls.
        CompletableFuture<Boolean> first = reserve(one);
        CompletableFuture<Boolean> second = reserve(other);
        assertThat(first.get(60, TimeUnit.SECONDS)).isFalse();
        assertThat(second.get(60, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void anotherAttemptNeedsOnlyWhatTheFirstHasCost() throws Exception {
        Budget budget = budget("again", "9");
        assertThat(budget.reserve(key("a"), 0, WANTED)).isTrue();
        assertThat(budget.reserve(key("b"), 0, WANTED)).isTrue();
        assertThat(budget.again(key("a"), new BigDecimal("0.5"), WANTED)).isTrue();
        assertThat(budget.again(key("b"), new BigDecimal("0.5"), WANTED)).isTrue();
        assertThat(new BigDecimal("9")).isEqualByComparingTo(accounts.leased(budget.purse()));
    }

    private static CompletableFuture<Boolean> reserve(Budget budget) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return budget.reserve(key("z"), 0, WANTED);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private static Draft.Key key(String example) {
        return new Draft.Key(example, 0);
    }

    private Budget budget(String account, String amount) {
        return Budget.of(
                        new Run(
                                1,
                                "holders",
                                "r",
                                dev.assay.runner.v1.Run.newBuilder()
                                        .setBudgetAccount(account)
                                        .setBudget(Cost.newBuilder()
                                                .setCurrencyCode("USD")
                                                .setAmount(amount))
                                        .setGeneration(GenerationParameters.newBuilder()
                                                .setMaxTokens(4))
                                        .setModelSnapshot(Model.newBuilder()
                                                .setPrices(Prices.newBuilder()
                                                        .setCurrencyCode("USD")
                                                        .setInputPerMillion("1")
                                                        .setOutputPerMillion("1000000")))
                                        .build(),
                                "",
                                Instant.EPOCH,
                                Tally.accepted(OptionalLong.empty())),
                        accounts)
                .orElseThrow();
    }
}
