package dev.assay.scoring.result;

import dev.assay.metrics.decision.Decision;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * May we ship it?
 *
 * @param confidence of every gate, in (0, 1)
 * @param reason in one sentence
 * @param additionalExamples examples needed beyond those there are; empty when decided or when that cannot be told
 */
public record DecisionTaken(
        Decision.Outcome outcome, double confidence, String reason, OptionalLong additionalExamples, Instant time) {}
