/** Tests of the dataset service through its gRPC port, on a real PostgreSQL. */
@NullMarked
package dev.assay.dataset;

import org.jspecify.annotations.NullMarked;
