/**
 * What texts share with each other: near-duplicates by shingles, MinHash and LSH, and contamination by long n-grams. It may touch the
 * token room and the module's exception. Texts enter one by one; pairs and shares leave.
 */
@NullMarked
package dev.assay.metrics.overlap;

import org.jspecify.annotations.NullMarked;
