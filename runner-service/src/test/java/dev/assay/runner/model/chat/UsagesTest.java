package dev.assay.runner.model.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.type.v1.Cost;
import dev.assay.type.v1.Prices;
import dev.assay.type.v1.TokenUsage;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Five token counts, each by its own price, exactly (R7). Serves agenta#5711, langsmith#1375. */
class UsagesTest {

    private static final Prices PRICES = Prices.newBuilder()
            .setCurrencyCode("USD")
            .setInputPerMillion("3")
            .setCachedInputPerMillion("0.3")
            .setCacheWritePerMillion("3.75")
            .setOutputPerMillion("15")
            .setReasoningPerMillion("20")
            .build();

    @Test
    void eachCountHasItsPrice() {
        assertThat(amount(usage(1_000_000, 0, 0, 0, 0), PRICES)).isEqualByComparingTo("3");
        assertThat(amount(usage(0, 1_000_000, 0, 0, 0), PRICES)).isEqualByComparingTo("0.3");
        assertThat(amount(usage(0, 0, 1_000_000, 0, 0), PRICES)).isEqualByComparingTo("3.75");
        assertThat(amount(usage(0, 0, 0, 1_000_000, 0), PRICES)).isEqualByComparingTo("15");
        assertThat(amount(usage(0, 0, 0, 1_000_000, 400_000), PRICES)).isEqualByComparingTo("17");
        assertThat(amount(usage(1, 1, 1, 1, 1), PRICES)).isEqualByComparingTo("0.00002705");
    }

    @Test
    void whatHasNoPriceOfItsOwnIsBilledByTheNextOne() {
        Prices two = Prices.newBuilder()
                .setCurrencyCode("EUR")
                .setInputPerMillion("2")
                .setOutputPerMillion("8")
                .build();
        assertThat(amount(usage(10, 20, 30, 40, 15), two)).isEqualByComparingTo("0.00044");
        assertThat(Usages.cost(usage(1, 1, 1, 1, 1), Prices.getDefaultInstance()))
                .isEqualTo(Cost.getDefaultInstance());
    }

    @Test
    void cachedTokensAreNeverBilledInFull() {
        assertThat(amount(usage(100, 900, 0, 10, 0), PRICES)).isLessThan(amount(usage(1_000, 0, 0, 10, 0), PRICES));
    }

    /** Costs add up: the price of a sum is the sum of the prices, however the tokens are split into calls. */
    @Test
    void thePriceOfASumIsTheSumOfThePrices() {
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            Prices prices = Prices.newBuilder()
                    .setCurrencyCode("USD")
                    .setInputPerMillion(price(random))
                    .setCachedInputPerMillion(random.nextBoolean() ? price(random) : "")
                    .setCacheWritePerMillion(random.nextBoolean() ? price(random) : "")
                    .setOutputPerMillion(price(random))
                    .setReasoningPerMillion(random.nextBoolean() ? price(random) : "")
                    .build();
            TokenUsage sum = TokenUsage.getDefaultInstance();
            BigDecimal costs = BigDecimal.ZERO;
            for (int call = random.nextInt(1, 20); call > 0; call--) {
                TokenUsage usage = usage(random);
                sum = Usages.plus(sum, usage);
                BigDecimal cost = amount(usage, prices);
                assertThat(cost.signum()).isNotNegative();
                costs = costs.add(cost);
            }
            assertThat(amount(sum, prices)).isEqualByComparingTo(costs);
        }
    }

    private static TokenUsage usage(Random random) {
        long output = random.nextInt(10_000);
        return usage(
                random.nextInt(200_000),
                random.nextInt(200_000),
                random.nextInt(200_000),
                output,
                random.nextLong(output + 1));
    }

    private static String price(Random random) {
        return BigDecimal.valueOf(random.nextInt(10_000_000), random.nextInt(7)).toPlainString();
    }

    private static BigDecimal amount(TokenUsage usage, Prices prices) {
        return new BigDecimal(Usages.cost(usage, prices).getAmount());
    }

    private static TokenUsage usage(long input, long cached, long written, long output, long reasoning) {
        return TokenUsage.newBuilder()
                .setInput(input)
                .setCachedInput(cached)
                .setCacheWrite(written)
                .setOutput(output)
                .setReasoning(reasoning)
                .build();
    }
}
