/** Tests of the three services in one process. */
@NullMarked
package dev.assay.local;

import org.jspecify.annotations.NullMarked;
