/** Tests of what is kept of models' answers. */
@NullMarked
package dev.assay.runner.cache;

import org.jspecify.annotations.NullMarked;
