package dev.assay.runner.execution;

import com.google.protobuf.Duration;
import dev.assay.runner.execution.Sample.Range;
import dev.assay.runner.model.ChatModels;
import dev.assay.runner.model.chat.Usages;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.RunEstimate;
import dev.assay.runner.v1.RunEstimate.Basis;
import dev.assay.type.v1.TokenUsage;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What a run would take, from what is known beforehand.
 *
 * @param calls completions that a model is called for
 * @param promptBytes of one prompt
 * @param bytesPerToken learned; nothing when there is no history
 * @param outputTokens of one answer, learned; nothing when there is no history
 * @param seconds of one call, learned; nothing when there is no history
 * @param earlier what the history used; its shares of cached and reasoning tokens are taken over
 */
record Forecast(
        Run specification,
        long calls,
        Sample promptBytes,
        Sample bytesPerToken,
        Sample outputTokens,
        Sample seconds,
        TokenUsage earlier) {

    /** Most languages, code and tokenizers are within. */
    private static final Range ANY_BYTES_PER_TOKEN = new Range(2.5, 4, 5.5);

    private static final Range ANY_SECONDS = new Range(0.5, 2, 10);
    private static final Range ANY_OUTPUT = new Range(1, 500, 4_096);

    /** What runs of one model differ by though their samples say nothing of it. */
    private static final double FROM_RUN_TO_RUN = 0.1;

    private static final double SECONDS_OF_A_RECORDED_ANSWER = 0.001;
    private static final double SECONDS_PER_MINUTE = 60;

    /** More than ten thousand years; no message holds more. */
    private static final double LONGEST_SECONDS = 315_576_000_000.0;

    private static final MathContext FIGURES = new MathContext(3);

    /** Fills in tokens, cost and duration. */
    void onto(RunEstimate.Builder estimate) {
        Range input = input(estimate).times(calls);
        Range output = output(estimate).times(calls);
        estimate.setInputTokens(count(input)).setOutputTokens(count(output));
        money(input, output, estimate);
        duration(input.plus(output), estimate);
    }

    private Range input(RunEstimate.Builder estimate) {
        boolean learned = bytesPerToken.count() > 0 && bytesPerToken.mean() > 0;
        estimate.setInputBasis(learned ? Basis.LEARNED : Basis.ASSUMED);
        // However few are known: a token has a byte, or nearly all of what they have on average.
        double fewest = Math.min(1, bytesPerToken.mean() / 2);
        return promptBytes
                .range(0)
                .by(learned ? bytesPerToken.range(FROM_RUN_TO_RUN).atLeast(fewest) : ANY_BYTES_PER_TOKEN);
    }

    private Range output(RunEstimate.Builder estimate) {
        boolean limited = specification.getGeneration().hasMaxTokens();
        int most = limited ? specification.getGeneration().getMaxTokens() : Integer.MAX_VALUE;
        if (outputTokens.count() > 0) {
            estimate.setOutputBasis(Basis.LEARNED);
            return outputTokens.range(FROM_RUN_TO_RUN).atMost(most);
        }
        if (recorded()) {
            estimate.setOutputBasis(Basis.BASIS_UNSPECIFIED);
            return new Range(0, 0, 0);
        }
        estimate.setOutputBasis(limited ? Basis.LIMIT : Basis.ASSUMED);
        return limited ? new Range(1, most, most) : ANY_OUTPUT;
    }

    private void money(Range input, Range output, RunEstimate.Builder estimate) {
        String currency = specification.getModelSnapshot().getPrices().getCurrencyCode();
        if (!currency.isEmpty()) {
            estimate.setCost(RunEstimate.Money.newBuilder()
                    .setCurrencyCode(currency)
                    .setLow(cost(input.low(), output.low()))
                    .setExpected(cost(input.expected(), output.expected()))
                    .setHigh(cost(input.high(), output.high())));
        }
    }

    private String cost(double input, double output) {
        double before = earlier.getInput() + earlier.getCachedInput() + earlier.getCacheWrite();
        double cached = before == 0 ? 0 : earlier.getCachedInput() / before;
        double written = before == 0 ? 0 : earlier.getCacheWrite() / before;
        double reasoning = earlier.getOutput() == 0 ? 0 : (double) earlier.getReasoning() / earlier.getOutput();
        TokenUsage usage = TokenUsage.newBuilder()
                .setInput(Math.round(input * (1 - cached - written)))
                .setCachedInput(Math.round(input * cached))
                .setCacheWrite(Math.round(input * written))
                .setOutput(Math.round(output))
                .setReasoning(Math.round(output * reasoning))
                .build();
        String amount =
                Usages.cost(usage, specification.getModelSnapshot().getPrices()).getAmount();
        return amount.isEmpty() ? "0" : Usages.plain(new BigDecimal(amount).round(FIGURES));
    }

    private void duration(Range tokens, RunEstimate.Builder estimate) {
        Model model = specification.getModelSnapshot();
        boolean learned = seconds.count() > 0;
        Range latency = learned ? seconds.range(2 * FROM_RUN_TO_RUN) : ANY_SECONDS;
        if (recorded()) {
            latency = new Range(
                    SECONDS_OF_A_RECORDED_ANSWER, SECONDS_OF_A_RECORDED_ANSWER, 2 * SECONDS_OF_A_RECORDED_ANSWER);
        }
        int atOnce = recorded() ? 1 : ChatModels.concurrency(model);
        Range whole = latency.times(Math.ceil((double) calls / atOnce));
        String bottleneck = "latency";
        int requests = model.getLimits().getRequestsPerMinute();
        if (requests > 0) {
            double needed = calls * SECONDS_PER_MINUTE / requests;
            bottleneck = needed > whole.expected() ? "requests_per_minute" : bottleneck;
            whole = whole.max(new Range(needed, needed, needed));
        }
        int perMinute = model.getLimits().getTokensPerMinute();
        if (perMinute > 0) {
            Range needed = tokens.times(SECONDS_PER_MINUTE / perMinute);
            bottleneck = needed.expected() > whole.expected() ? "tokens_per_minute" : bottleneck;
            whole = whole.max(needed);
        }
        estimate.setDurationBasis(learned || recorded() ? Basis.LEARNED : Basis.ASSUMED)
                .setBottleneck(bottleneck)
                .setDuration(RunEstimate.Time.newBuilder()
                        .setLow(time(whole.low()))
                        .setExpected(time(whole.expected()))
                        .setHigh(time(whole.high())));
    }

    private boolean recorded() {
        return specification.getModelSnapshot().getProvider() == Model.Provider.RECORDED;
    }

    private static RunEstimate.Count count(Range range) {
        return RunEstimate.Count.newBuilder()
                .setLow(Math.round(range.low()))
                .setExpected(Math.round(range.expected()))
                .setHigh(Math.round(range.high()))
                .build();
    }

    private static Duration time(double seconds) {
        long millis = Math.round(Math.min(seconds, LONGEST_SECONDS) * 1_000);
        return Duration.newBuilder()
                .setSeconds(millis / 1_000)
                .setNanos((int) (millis % 1_000) * 1_000_000)
                .build();
    }
}
