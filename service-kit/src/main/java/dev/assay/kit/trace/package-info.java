/** Trace contexts that survive threads, processes and restarts. It touches nothing else of ours. A traceparent enters, spans and log fields leave. */
@NullMarked
package dev.assay.kit.trace;

import org.jspecify.annotations.NullMarked;
