package dev.assay.suite;

import java.util.Optional;

/** One criterion that must hold. */
public sealed interface GateSpec {

    /** What all gates have. */
    Common common();

    /**
     * What all gates have.
     *
     * @param name for people; unique
     * @param metric a declared metric or a {@link BuiltInMetric}
     * @param slice name of a slice of the suite; absent: all examples
     * @param minCoverage the share of examples that must have a score, in [0, 1]; below it the gate cannot pass
     * @param exact judge the value itself, without an interval: the examples are the whole population
     */
    record Common(String name, String metric, Optional<String> slice, double minCoverage, boolean exact) {}

    /** The candidate's metric is at least or at most a value. */
    record Threshold(Common common, Side side, double value) implements GateSpec {}

    /**
     * The candidate is better than the baseline by at least {@code by}, towards the better side of the metric.
     *
     * @param by ≥ 0; in units of the metric, or a share of the baseline's value when {@code relative}
     */
    record Improvement(Common common, double by, boolean relative) implements GateSpec {}

    /**
     * The candidate is worse than the baseline by no more than {@code margin}, in units of the metric.
     *
     * @param margin ≥ 0
     * @param byCategory judged in each category, with Holm's correction
     */
    record NonInferiority(Common common, double margin, boolean byCategory) implements GateSpec {}

    /** The candidate's metric divided by the baseline's is at most {@code atMost}, > 0. */
    record Ratio(Common common, double atMost) implements GateSpec {}

    /** Which side of a threshold is good. */
    enum Side {
        AT_LEAST,
        AT_MOST
    }

    /** Whether the gate needs a baseline. */
    default boolean isComparative() {
        return !(this instanceof Threshold);
    }
}
