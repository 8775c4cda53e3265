/**
 * The one owner of repeated attempts. It may touch chat. A model that is asked once enters; a model that is asked as often as it makes sense leaves.
 */
@NullMarked
package dev.assay.runner.model.retry;

import org.jspecify.annotations.NullMarked;
