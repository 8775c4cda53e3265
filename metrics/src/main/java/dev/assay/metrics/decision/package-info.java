/**
 * Gates and the decision SHIP, ITERATE or INCONCLUSIVE that follows from them, as pure functions. It may touch
 * {@code dev.assay.metrics.statistics} and nothing else of this project. Estimators with their coverage enter; verdicts with
 * evidence, and the number of examples still needed, leave.
 */
@NullMarked
package dev.assay.metrics.decision;

import org.jspecify.annotations.NullMarked;
