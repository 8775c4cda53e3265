/**
 * Renders what came of an evaluation for people and programs: JSON, Markdown, JUnit XML and one self-contained HTML page. It may touch every
 * room but execution and api; only the edge touches it. A decided evaluation enters, a text leaves; the same evaluation gives the same text.
 */
@NullMarked
package dev.assay.scoring.report;

import org.jspecify.annotations.NullMarked;
