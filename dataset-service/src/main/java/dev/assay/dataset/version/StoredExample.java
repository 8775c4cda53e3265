package dev.assay.dataset.version;

import dev.assay.dataset.v1.Example;

/**
 * An example as it lies in a version.
 *
 * @param ordinal its place in the version, from 0
 * @param id its id in the version
 * @param content what it says; name and ordinal are not set
 */
public record StoredExample(int ordinal, ExampleId id, Example content) {}
