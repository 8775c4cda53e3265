/**
 * JMH benchmarks of the metrics library. It may touch the public rooms of that library. Pairs of texts enter, from a file or made up;
 * throughputs leave.
 */
@NullMarked
package dev.assay.benchmarks;

import org.jspecify.annotations.NullMarked;
