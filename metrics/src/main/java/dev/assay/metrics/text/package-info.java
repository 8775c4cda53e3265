/**
 * The text metrics' entries in the registry: thin adapters that read JSON, call the typed scorers in the rooms below, and write JSON.
 * It may touch those rooms and the registry. Whoever calls from Java uses the rooms directly: {@code answer}, {@code ngram},
 * {@code edit}, {@code likelihood}, {@code embedding}.
 */
@NullMarked
package dev.assay.metrics.text;

import org.jspecify.annotations.NullMarked;
