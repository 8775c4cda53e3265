package dev.assay.suite;

import java.util.Locale;
import java.util.Optional;

/** Metrics that every evaluation has. Of all of them less is better. */
public enum BuiltInMetric {
    /** Mean latency of the attempts that gave the answers, seconds. */
    LATENCY_MEAN,
    /** Median latency, seconds. */
    LATENCY_P50,
    /** 95th percentile of latency, seconds. */
    LATENCY_P95,
    /** 99th percentile of latency, seconds. */
    LATENCY_P99,
    /** Cost of all completions, in the currency of the prices. */
    COST_TOTAL,
    /** Mean cost of a completion. */
    COST_MEAN,
    /** Mean number of tokens that a completion has. */
    TOKENS_OUTPUT_MEAN,
    /** Share of completions that ended with an error. */
    ERROR_SHARE;

    /** Whether it is a mean over examples, so that two models can be compared by the differences on each example. */
    boolean isMean() {
        return switch (this) {
            case LATENCY_MEAN, COST_MEAN, TOKENS_OUTPUT_MEAN, ERROR_SHARE -> true;
            case LATENCY_P50, LATENCY_P95, LATENCY_P99, COST_TOTAL -> false;
        };
    }

    /** The name in suites and results. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The metric of that name. */
    public static Optional<BuiltInMetric> of(String key) {
        for (BuiltInMetric metric : values()) {
            if (metric.key().equals(key)) {
                return Optional.of(metric);
            }
        }
        return Optional.empty();
    }
}
