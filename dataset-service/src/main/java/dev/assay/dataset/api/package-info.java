/** The service's gRPC methods and what wires it together. It touches every other room and no table. Requests enter and are parsed, what the other rooms answer is rendered and leaves. */
@NullMarked
package dev.assay.dataset.api;

import org.jspecify.annotations.NullMarked;
