package dev.assay.runner.model.chat;

import dev.assay.type.v1.Cost;
import dev.assay.type.v1.Prices;
import dev.assay.type.v1.TokenUsage;
import java.math.BigDecimal;

/** Sums and prices of token counts; exact decimal arithmetic. */
public final class Usages {

    private static final int MILLION_DIGITS = 6;

    private Usages() {}

    /** The sum, count by count. */
    public static TokenUsage plus(TokenUsage a, TokenUsage b) {
        if (b.equals(TokenUsage.getDefaultInstance())) {
            return a;
        }
        return TokenUsage.newBuilder()
                .setInput(a.getInput() + b.getInput())
                .setCachedInput(a.getCachedInput() + b.getCachedInput())
                .setCacheWrite(a.getCacheWrite() + b.getCacheWrite())
                .setOutput(a.getOutput() + b.getOutput())
                .setReasoning(a.getReasoning() + b.getReasoning())
                .build();
    }

    /**
     * What the tokens cost: each count times its own price. Reasoning is part of the output: it is billed by its own price where there is
     * one, and never twice. Nothing when a price that is needed is not known.
     */
    public static Cost cost(TokenUsage usage, Prices prices) {
        if (prices.getCurrencyCode().isEmpty()
                || prices.getInputPerMillion().isEmpty()
                || prices.getOutputPerMillion().isEmpty()) {
            return Cost.getDefaultInstance();
        }
        String input = prices.getInputPerMillion();
        String output = prices.getOutputPerMillion();
        long reasoning = Math.clamp(usage.getReasoning(), 0, usage.getOutput());
        BigDecimal amount = part(usage.getInput(), input)
                .add(part(usage.getCachedInput(), orElse(prices.getCachedInputPerMillion(), input)))
                .add(part(usage.getCacheWrite(), orElse(prices.getCacheWritePerMillion(), input)))
                .add(part(usage.getOutput() - reasoning, output))
                .add(part(reasoning, orElse(prices.getReasoningPerMillion(), output)));
        return Cost.newBuilder()
                .setCurrencyCode(prices.getCurrencyCode())
                .setAmount(plain(amount))
                .build();
    }

    /** Prices at which no token costs more than it can: each input at the dearest price of inputs, each output at that of outputs. */
    public static Prices worst(Prices prices) {
        String input = prices.getInputPerMillion();
        String output = prices.getOutputPerMillion();
        return Prices.newBuilder()
                .setCurrencyCode(prices.getCurrencyCode())
                .setInputPerMillion(dearer(
                        dearer(input, orElse(prices.getCachedInputPerMillion(), input)),
                        orElse(prices.getCacheWritePerMillion(), input)))
                .setOutputPerMillion(dearer(output, orElse(prices.getReasoningPerMillion(), output)))
                .build();
    }

    private static String dearer(String a, String b) {
        return a.isEmpty() || new BigDecimal(a).compareTo(new BigDecimal(b)) >= 0 ? a : b;
    }

    /** Plain decimal notation without needless zeros. */
    public static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }

    private static BigDecimal part(long tokens, String pricePerMillion) {
        return tokens == 0
                ? BigDecimal.ZERO
                : new BigDecimal(pricePerMillion)
                        .multiply(BigDecimal.valueOf(tokens))
                        .movePointLeft(MILLION_DIGITS);
    }

    private static String orElse(String price, String other) {
        return price.isEmpty() ? other : price;
    }
}
