/**
 * What every command stands on: the surroundings it runs in, its terminal, its trace, and the one exception that ends it. It touches
 * nothing else of ours. Environment and streams enter, lines and exit codes leave.
 */
@NullMarked
package dev.assay.cli.base;

import org.jspecify.annotations.NullMarked;
