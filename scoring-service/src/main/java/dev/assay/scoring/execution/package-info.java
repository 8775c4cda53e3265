/**
 * Moves evaluations on: the scheduler's task, the state machine, the client of the service that runs models, and the analysis at the end.
 * It may touch every room but report and api. The key of an evaluation enters; its rows change, step by step, each step in one transaction.
 */
@NullMarked
package dev.assay.scoring.execution;

import org.jspecify.annotations.NullMarked;
