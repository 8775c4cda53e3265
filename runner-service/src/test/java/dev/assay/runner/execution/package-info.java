/** Tests of this room, and replicas of it for tests. They may touch what it may touch. Calls enter; assertions leave. */
@NullMarked
package dev.assay.runner.execution;

import org.jspecify.annotations.NullMarked;
