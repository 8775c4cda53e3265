/**
 * YAML as a tree in which every node knows its line and column, read with firm limits on size, depth and aliases. It touches the
 * YAML parser and nothing else of Assay. A text or a JSON tree enters, a {@link dev.assay.suite.yaml.YamlNode} or a
 * {@link dev.assay.suite.yaml.YamlException} leaves.
 */
@NullMarked
package dev.assay.suite.yaml;

import org.jspecify.annotations.NullMarked;
