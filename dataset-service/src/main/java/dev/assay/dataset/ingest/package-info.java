/** Import of files as new versions. It touches the room version and no table of its own. Bytes and a column mapping enter, a version or an error that names line and column leaves. */
@NullMarked
package dev.assay.dataset.ingest;

import org.jspecify.annotations.NullMarked;
