/**
 * The registry of models, and how a registered model becomes something that can be called. It may touch its own table and the rooms below it.
 * Administrators' settings enter; a {@link dev.assay.runner.model.chat.ChatModel} with its limits and retries leaves.
 */
@NullMarked
package dev.assay.runner.model;

import org.jspecify.annotations.NullMarked;
