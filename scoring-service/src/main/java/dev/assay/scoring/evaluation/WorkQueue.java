package dev.assay.scoring.evaluation;

/** Where the work of an evaluation is put, in the transaction that causes it. A port: the scheduler implements it, and so does a fake. */
@FunctionalInterface
public interface WorkQueue {

    /** Asks for the evaluation to be moved on as soon as the current transaction has committed; does nothing when that is asked already. */
    void enqueue(long evaluationKey);
}
