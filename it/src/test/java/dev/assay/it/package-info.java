/**
 * The whole of Assay as its users run it: processes, a data folder, a terminal. It touches only what a user can touch. Words of a command line
 * enter, output, files and exit codes leave.
 */
@NullMarked
package dev.assay.it;

import org.jspecify.annotations.NullMarked;
