/**
 * Limits per credential and endpoint that all replicas share through the database. It may touch chat and its own two tables. A model enters; a
 * model whose calls wait for their turn leaves.
 */
@NullMarked
package dev.assay.runner.model.limit;

import org.jspecify.annotations.NullMarked;
