/**
 * Turns the stored scores of an evaluation into numbers with intervals and into paired comparisons. It touches the statistics of the
 * metrics library, the suite, rows of the evaluation room and the records of results, never a table or a service. Rows enter one by one in the order of the
 * examples and stay as compact arrays; metric results and comparisons leave.
 */
@NullMarked
package dev.assay.scoring.comparison;

import org.jspecify.annotations.NullMarked;
