/** Tests of the service as a whole. They may touch everything. Calls over a real channel enter; assertions leave. */
@NullMarked
package dev.assay.runner;

import org.jspecify.annotations.NullMarked;
