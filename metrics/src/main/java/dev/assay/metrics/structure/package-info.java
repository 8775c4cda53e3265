/**
 * Structured answers: JSON texts, JSON Schema, tool calls and overlapping regions. It may touch Jackson, the schema library and the
 * linear patterns and characters of {@code text}, and reads neither files nor the network. Answers and what they should look like enter, verdicts that
 * name the failing place leave.
 */
@NullMarked
package dev.assay.metrics.structure;

import org.jspecify.annotations.NullMarked;
