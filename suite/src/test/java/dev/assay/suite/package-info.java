/** Tests of the suite's format. */
@NullMarked
package dev.assay.suite;

import org.jspecify.annotations.NullMarked;
