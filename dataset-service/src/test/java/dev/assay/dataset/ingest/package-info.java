/** Tests of the room without a database. */
@NullMarked
package dev.assay.dataset.ingest;

import org.jspecify.annotations.NullMarked;
