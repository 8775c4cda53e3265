/** Tests of this room. They may touch what it may touch. Calls enter; assertions leave. */
@NullMarked
package dev.assay.runner.run;

import org.jspecify.annotations.NullMarked;
