package dev.assay.scoring.execution;

import dev.assay.scoring.evaluation.Evaluation;

/** Hears what happens to evaluations, for figures that operators watch. A port. */
public interface EvaluationEvents {

    /** So many completions have been scored. */
    void scored(int completions);

    /** An evaluation has ended in this state. */
    void ended(Evaluation.State state);
}
