/**
 * One evaluation from a suite's file to its decision, as its user sees it: checks before anything starts, import, progress, result. It may touch
 * the rooms base, remote and render. A checked suite and connections enter; lines, report files and a decision leave.
 */
@NullMarked
package dev.assay.cli.evaluate;

import org.jspecify.annotations.NullMarked;
