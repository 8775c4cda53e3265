/** Tests of how suites are turned into requests. */
@NullMarked
package dev.assay.cli.evaluate;

import org.jspecify.annotations.NullMarked;
