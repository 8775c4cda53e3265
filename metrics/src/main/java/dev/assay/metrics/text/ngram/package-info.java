/**
 * Metrics that count shared n-grams or subsequences: BLEU, chrF, ROUGE, and a METEOR without a dictionary. It may touch the token room
 * and the registry's exception. Texts enter; immutable scores leave, and accumulators that sum up a corpus in constant memory.
 */
@NullMarked
package dev.assay.metrics.text.ngram;

import org.jspecify.annotations.NullMarked;
