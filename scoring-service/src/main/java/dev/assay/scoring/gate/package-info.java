/**
 * Judges the gates of a suite on the evidence and takes the decision. It touches the comparison room, the suite and the decision rules of
 * the metrics library; all rules and numbers come from there. Evidence enters, gate outcomes and a decision with its reason leave.
 */
@NullMarked
package dev.assay.scoring.gate;

import org.jspecify.annotations.NullMarked;
