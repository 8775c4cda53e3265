package dev.assay.scoring.evaluation;

import dev.assay.scoring.scorer.Outcome;

/**
 * A score as it is kept.
 *
 * @param participant its index
 * @param scorer index among the suite's scorers by name
 * @param example the example's resource name; empty when only numbers were asked for
 */
public record StoredScore(int participant, int scorer, int position, int sample, String example, Outcome outcome) {}
