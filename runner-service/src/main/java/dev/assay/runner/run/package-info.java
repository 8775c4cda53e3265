/**
 * Runs, their shards and completions as rows, and what may happen to them. It may touch its own tables and the prompt room, and never sees a model.
 * Requests and finished completions enter; states, progress and streams leave.
 */
@NullMarked
package dev.assay.runner.run;

import org.jspecify.annotations.NullMarked;
