/**
 * How far raters agree beyond chance: Cohen, Scott, Gwet, Fleiss, Krippendorff, and intraclass correlation. It may touch
 * {@code statistics} for intervals, and the distributions of Commons Statistics. Ratings enter as arrays, coefficients leave; one that is 0/0 is undefined, never 0 or 1.
 */
@NullMarked
package dev.assay.metrics.agreement;

import org.jspecify.annotations.NullMarked;
