/** Tests of the room without a database. */
@NullMarked
package dev.assay.dataset.version;

import org.jspecify.annotations.NullMarked;
