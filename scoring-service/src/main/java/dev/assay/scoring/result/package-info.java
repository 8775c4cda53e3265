/**
 * What comes of an evaluation as immutable records: metrics with intervals, comparisons, gates, the decision, changed examples. It touches
 * only the estimates of the metrics library and the contract's messages, into which {@link dev.assay.scoring.result.ResultMessages} turns
 * it for storage and for callers. Numbers enter from comparison and gate; whole results leave to storage, callers and reports.
 */
@NullMarked
package dev.assay.scoring.result;

import org.jspecify.annotations.NullMarked;
