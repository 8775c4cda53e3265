/** Tests of the module as a whole. They may touch every room. Compiled classes enter, nothing leaves. */
@NullMarked
package dev.assay.metrics;

import org.jspecify.annotations.NullMarked;
