/**
 * A model server that is none: the OpenAI-compatible API over real HTTP on loopback, answering and misbehaving as a script tells it. It owns
 * its sockets and the record of what it was asked, and may touch neither the rest of Assay nor the network. In go HTTP requests and a
 * {@link dev.assay.testing.model.Script}, out come HTTP responses and the list of {@link dev.assay.testing.model.ModelRequest}s for assertions.
 */
@NullMarked
package dev.assay.testing.model;

import org.jspecify.annotations.NullMarked;
