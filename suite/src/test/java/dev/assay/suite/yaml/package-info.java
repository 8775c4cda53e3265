/** Tests of positioned YAML. */
@NullMarked
package dev.assay.suite.yaml;

import org.jspecify.annotations.NullMarked;
