package dev.assay.runner.run;

/** Work that changes of state cause; a port, with the scheduler behind it. Scheduling takes part in the current transaction. */
public interface RunWork {

    /** The run's examples are to be divided into shards. */
    void plan(long runKey);

    /** A shard is to be worked on. */
    void shard(long runKey, int index);

    /** Everything of a deleted run is to be removed. */
    void purge(long runKey);

    /** Work was scheduled by a transaction that has been committed. */
    void wake();
}
