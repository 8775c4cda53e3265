/** Tests of this room. They may touch what it may touch. Calls enter; assertions leave. */
@NullMarked
package dev.assay.runner.prompt;

import org.jspecify.annotations.NullMarked;
