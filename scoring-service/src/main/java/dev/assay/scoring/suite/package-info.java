/**
 * Keeps suites, which never change. It touches the suite library and its own table, no other room. A suite's text enters and is checked as
 * a whole; the stored suite with its digest, or every problem at once, leaves.
 */
@NullMarked
package dev.assay.scoring.suite;

import org.jspecify.annotations.NullMarked;
