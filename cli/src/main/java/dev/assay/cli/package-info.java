/**
 * The command {@code assay} as a whole: its entry point and the tree of its commands. It may touch every room below it, and none of
 * them touches it. Words of a command line enter, text and an exit code leave.
 */
@NullMarked
package dev.assay.cli;

import org.jspecify.annotations.NullMarked;
