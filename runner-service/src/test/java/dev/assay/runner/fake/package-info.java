/** Stand-ins for what the service calls. They may touch the contract. Calls enter; canned answers leave. */
@NullMarked
package dev.assay.runner.fake;

import org.jspecify.annotations.NullMarked;
