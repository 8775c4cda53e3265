/**
 * Owns evaluations: their states, participants and scores, and the port to the service that runs models. It may touch suites, scorers and
 * its own tables; how the work is carried out is the execution room's business. A request enters and is checked as a whole; the state of an
 * evaluation and its scores leave.
 */
@NullMarked
package dev.assay.scoring.evaluation;

import org.jspecify.annotations.NullMarked;
