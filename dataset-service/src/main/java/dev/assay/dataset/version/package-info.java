/** Immutable versions of datasets and the examples in them: canonical form, digests, storage, orders. It touches the tables of versions and examples, and the room dataset. Examples enter in the order of a version, versions and examples in any order leave. */
@NullMarked
package dev.assay.dataset.version;

import org.jspecify.annotations.NullMarked;
