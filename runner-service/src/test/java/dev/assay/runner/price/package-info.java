/** Tests of price tables. */
@NullMarked
package dev.assay.runner.price;

import org.jspecify.annotations.NullMarked;
