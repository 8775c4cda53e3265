package dev.assay.metrics.decision;

import java.util.List;

/**
 * The gates that a suite gets when it asks for the built-in policy. Data only: who evaluates looks up metric and slice, makes the
 * estimator that the basis names, and judges. Per cent of improvement and regression are of the baseline's value.
 */
public final class BuiltInPolicy {

    /** What a gate's value is. */
    public enum Basis {
        /** The candidate's own value: a share or a mean. */
        VALUE,
        /** (candidate − baseline)/baseline over the same items, a fraction. */
        RELATIVE_CHANGE,
        /** Quotient of the candidate's and the baseline's 99th percentile. */
        P99_RATIO,
        /** The candidate's own value over exactly these items, without inference. */
        EXACT_VALUE
    }

    /**
     * One gate of the policy.
     *
     * @param metric name of the metric; {@code target} is whatever the suite declares as its main metric
     * @param slice name of the slice; {@code all} is every example
     * @param basis what is compared with the threshold
     * @param gate name, side, threshold and confidence
     */
    public record PolicyGate(String metric, String slice, Basis basis, Gate gate) {}

    /** All gates. */
    public static final List<PolicyGate> GATES = List.of(
            new PolicyGate(
                    "target", "target", Basis.RELATIVE_CHANGE, Gate.improvement("target_improvement", 0.05, true)),
            new PolicyGate(
                    "target", "general", Basis.RELATIVE_CHANGE, Gate.nonInferiority("general_regression", 0.05, true)),
            new PolicyGate("exact_match", "all", Basis.VALUE, Gate.atLeast("exact_match", 0.85)),
            new PolicyGate("latency", "all", Basis.P99_RATIO, Gate.atMost("p99_latency", 2)),
            new PolicyGate("human_preference", "all", Basis.VALUE, Gate.atLeast("human_preference", 0.6)),
            new PolicyGate("pass_rate", "adversarial", Basis.VALUE, Gate.atLeast("adversarial_pass_rate", 0.9)),
            new PolicyGate("json_schema_valid", "all", Basis.EXACT_VALUE, Gate.atLeast("schema_compliance", 1)));

    private BuiltInPolicy() {}
}
