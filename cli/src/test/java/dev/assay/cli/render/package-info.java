/** Tests of the command line. */
@NullMarked
package dev.assay.cli.render;

import org.jspecify.annotations.NullMarked;
