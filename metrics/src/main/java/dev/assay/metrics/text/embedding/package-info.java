/**
 * Similarity of meaning: texts become vectors by a model that stands behind the port {@link dev.assay.metrics.text.embedding.TextEmbedding},
 * and vectors are compared by their angle. It may touch the registry's exception, and knows no model itself. Texts or vectors enter;
 * similarities leave, with the name of the model that made them.
 */
@NullMarked
package dev.assay.metrics.text.embedding;

import org.jspecify.annotations.NullMarked;
