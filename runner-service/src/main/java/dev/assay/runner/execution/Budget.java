package dev.assay.runner.execution;

import dev.assay.runner.model.chat.Usages;
import dev.assay.runner.run.Draft;
import dev.assay.runner.v1.Run;
import dev.assay.type.v1.Prices;
import dev.assay.type.v1.TokenUsage;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The budget of a run, as this process sees it: no call begins whose worst case does not fit into what is left beside the worst cases of
 * calls that are under way. When one does not fit, it waits until those have shown what they really cost.
 */
final class Budget {

    private static final long LOOK_EVERY_MILLIS = 200;

    /** Fewer bytes make no token in any text that is not built to. */
    private static final int BYTES_PER_TOKEN = 2;

    private static final int OUTPUT_WITHOUT_LIMIT = 4_096;

    private final BigDecimal limit;
    private final Prices prices;
    private final long mostOutput;
    private final Map<Draft.Key, BigDecimal> reserved = new HashMap<>();
    private BigDecimal reservedSum = BigDecimal.ZERO;
    private BigDecimal spent;

    private Budget(BigDecimal limit, Prices prices, long mostOutput, BigDecimal spent) {
        this.limit = limit;
        this.prices = prices;
        this.mostOutput = mostOutput;
        this.spent = spent;
    }

    /** The budget of that run; empty when it has none. */
    static Optional<Budget> of(Run specification, BigDecimal spent) {
        if (!specification.hasBudget()) {
            return Optional.empty();
        }
        long output = specification.getGeneration().hasMaxTokens()
                ? specification.getGeneration().getMaxTokens()
                : OUTPUT_WITHOUT_LIMIT;
        return Optional.of(new Budget(
                new BigDecimal(specification.getBudget().getAmount()),
                specification.getModelSnapshot().getPrices(),
                output,
                spent));
    }

    /** Sets aside the worst case of a call with a prompt of {@code bytes}; false when it does not fit, or is not wanted any more. */
    synchronized boolean reserve(Draft.Key key, long bytes, BooleanSupplier wanted) throws InterruptedException {
        TokenUsage worst = TokenUsage.newBuilder()
                .setInput(bytes / BYTES_PER_TOKEN + 1)
                .setOutput(mostOutput)
                .build();
        BigDecimal cost = new BigDecimal(Usages.cost(worst, prices).getAmount());
        while (wanted.getAsBoolean()) {
            if (spent.add(reservedSum).add(cost).compareTo(limit) <= 0) {
                reserved.put(key, cost);
                reservedSum = reservedSum.add(cost);
                return true;
            }
            if (reserved.isEmpty()) {
                return false;
            }
            wait(LOOK_EVERY_MILLIS);
        }
        return false;
    }

    /** Calls have ended and are stored, or given up; {@code total} is what the run has cost so far. */
    synchronized void settle(Collection<Draft.Key> keys, BigDecimal total) {
        for (Draft.Key key : keys) {
            BigDecimal cost = reserved.remove(key);
            if (cost != null) {
                reservedSum = reservedSum.subtract(cost);
            }
        }
        spent = spent.max(total);
        notifyAll();
    }

    /** What is said when a call does not fit. */
    String message() {
        return "the budget of " + Usages.plain(limit) + " " + prices.getCurrencyCode()
                + " does not suffice for another call in its worst case";
    }
}
