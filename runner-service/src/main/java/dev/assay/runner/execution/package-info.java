/**
 * The work of runs: planning shards and carrying them out on whichever replica is free. It may touch run, model, prompt and the scheduler. A task enters;
 * stored completions leave.
 */
@NullMarked
package dev.assay.runner.execution;

import org.jspecify.annotations.NullMarked;
