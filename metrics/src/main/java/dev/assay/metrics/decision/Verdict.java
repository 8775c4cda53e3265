package dev.assay.metrics.decision;

/** What one gate says. */
public enum Verdict {
    /** The criterion holds, with the gate's confidence. */
    PASS,
    /** The criterion does not hold, with the gate's confidence. */
    REFUTED,
    /** The data cannot tell. */
    INCONCLUSIVE
}
