/** Tests of the embedding model against a golden file, and of what a native image needs to carry it. */
@NullMarked
package dev.assay.embedding;

import org.jspecify.annotations.NullMarked;
