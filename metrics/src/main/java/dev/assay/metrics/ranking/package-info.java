/**
 * Metrics of orders: retrieved documents against relevance grades, and models against one another. It may touch
 * {@code statistics} for intervals, and the distributions of Commons Statistics. Grades and scores, or wins and games, enter; numbers and strengths leave.
 */
@NullMarked
package dev.assay.metrics.ranking;

import org.jspecify.annotations.NullMarked;
