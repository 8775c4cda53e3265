/**
 * Judges one completion: scorers as functions from a completion to a score or the reason why there is none. It touches the metrics
 * library and the suite's scorer specifications, never a service or a table. Completions enter with all that a scorer needs; outcomes with a
 * one-line explanation leave.
 */
@NullMarked
package dev.assay.scoring.scorer;

import org.jspecify.annotations.NullMarked;
