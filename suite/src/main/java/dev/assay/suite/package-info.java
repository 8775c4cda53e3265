/**
 * Owns the suite: what a team evaluates and which gates must hold, as immutable records with a parser, all checks and a canonical
 * form. It may touch YAML trees and JSON, no service and no file. A text enters {@link dev.assay.suite.SuiteParser}, a
 * {@link dev.assay.suite.SuiteParse} with every problem and its place, or a {@link dev.assay.suite.Suite}, leaves.
 */
@NullMarked
package dev.assay.suite;

import org.jspecify.annotations.NullMarked;
