/**
 * The commands as their users type them: options, help and output. It may touch every room of the command line but the root. Words of a command
 * line enter, lines and exit codes leave.
 */
@NullMarked
package dev.assay.cli.command;

import org.jspecify.annotations.NullMarked;
