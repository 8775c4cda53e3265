/**
 * How far a distribution has moved from a reference: PSI, Kolmogorov–Smirnov, Wasserstein, Jensen–Shannon and others. It may touch
 * the room {@code number} and Commons Statistics. Two samples or two rows of counts enter, distances and p values leave.
 */
@NullMarked
package dev.assay.metrics.drift;

import org.jspecify.annotations.NullMarked;
